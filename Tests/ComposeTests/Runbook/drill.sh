docker exec reva-postgres psql -U postgres -c "CREATE DATABASE reva_dr_test;"
gunzip -c backups/reva_LATEST.sql.gz | docker exec -i reva-postgres psql -U postgres -d reva_dr_test
docker exec reva-postgres psql -U postgres -d reva_dr_test -c "\dt"
docker exec reva-postgres psql -U postgres -d reva_dr_test -c "
SELECT 'conversations' AS tbl, count(*) FROM conversations
UNION ALL SELECT 'memories', count(*) FROM memories
UNION ALL SELECT 'reva_subscriptions', count(*) FROM reva_subscriptions;
"
docker exec reva-postgres psql -U postgres -d reva_dr_test \
  -c "SELECT extname, extversion FROM pg_extension WHERE extname = 'vector';"
docker exec reva-postgres psql -U postgres -c "DROP DATABASE reva_dr_test;"
