./bin/backup-db.sh
ls -lht backups/reva_*.sql.gz
