kubectl scale deployment reva -n reva --replicas=0
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
BACKUP_NAME="reva_2026-03-15_020000.sql.gz"
kubectl run db-restore --rm -it --restart=Never -n reva \
--image=pgvector/pgvector:pg16 \
--overrides='{
"spec": {
"containers": [{
"name": "db-restore",
"image": "pgvector/pgvector:pg16",
"command": ["sh", "-c", "gunzip -c /backups/'"$BACKUP_NAME"' | PGPASSWORD=$POSTGRES_PASSWORD psql -h postgres -U postgres -d reva"],
"env": [{"name": "POSTGRES_PASSWORD", "valueFrom": {"secretKeyRef": {"name": "reva-postgres-admin-password", "key": "password"}}}],
"volumeMounts": [{"name": "backups", "mountPath": "/backups"}]
}],
"volumes": [{
"name": "backups",
"persistentVolumeClaim": {"claimName": "db-backups"}
}]
}
}'
kubectl scale deployment reva -n reva --replicas=1
kubectl rollout status deployment/reva -n reva --timeout=120s
kubectl exec -n reva deployment/reva -- curl -s http://localhost:3978/api/health
