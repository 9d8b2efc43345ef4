kubectl run backup-ls --rm -it --restart=Never -n reva \
--image=pgvector/pgvector:pg16 \
--overrides='{
"spec": {
"containers": [{
"name": "backup-ls",
"image": "pgvector/pgvector:pg16",
"command": ["ls", "-lht", "/backups/"],
"volumeMounts": [{"name": "backups", "mountPath": "/backups"}]
}],
"volumes": [{
"name": "backups",
"persistentVolumeClaim": {"claimName": "db-backups"}
}]
}
}'
