curl -s http://localhost:11434/api/tags | python3 -c \
"import sys,json; [print(m['name']) for m in json.load(sys.stdin)['models']]"
