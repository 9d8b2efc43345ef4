kubectl rollout restart deployment/redis -n reva
