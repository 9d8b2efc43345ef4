kubectl rollout restart deployment/reva -n reva
