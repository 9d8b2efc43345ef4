kubectl get pods -n reva
kubectl logs -n reva statefulset/postgres
