#!/bin/sh
# Makes `kubectl delete pvc postgres-data` end in an empty database instead of none. A claim that somebody deleted stays
# for as long as a pod uses it, so that pod is ended (the StatefulSet starts another); and nothing in Kubernetes makes a
# plain claim anew, so this does.
set -u

claim=postgres-data
pod=postgres-0
identity=/var/run/secrets/kubernetes.io/serviceaccount
namespace=https://kubernetes.default.svc/api/v1/namespaces/$(cat $identity/namespace)
one="fieldSelector=metadata.name%3D$claim"

call() {
    # By a name of its own, for the server's log; for one called curl, the server would indent what is read by line here.
    curl --silent --show-error --fail --user-agent claim-keeper --cacert $identity/ca.crt \
        --oauth2-bearer "$(cat $identity/token)" --connect-timeout 5 --max-time 330 "$@"
}

make_claim() {
    echo "the claim $claim is gone: making it anew"
    call --output /dev/null --header 'Content-Type: application/yaml' --data-binary "@/claim/$claim.yaml" \
        "$namespace/persistentvolumeclaims"
}

release_claim() {
    echo "somebody deletes the claim $claim: ending $pod, which uses it"
    call --output /dev/null --request DELETE "$namespace/pods/$pod"
}

# One line a change, from a version of the list on; the server ends it after five minutes.
changes() {
    call --no-buffer "$namespace/persistentvolumeclaims?$one&watch=true&timeoutSeconds=300&resourceVersion=$1"
}

keep() {
    list=$(call "$namespace/persistentvolumeclaims?$one") || return
    case $list in
    *'"items":[]'*) make_claim || return ;;
    *'"deletionTimestamp"'*) release_claim || return ;;
    esac
    # From the list's version on, so that nothing falls in between.
    version=${list#*'"resourceVersion":"'}
    changes "${version%%'"'*}" | while read -r change; do
        case $change in
        '{"type":"DELETED"'*) make_claim ;;
        *'"deletionTimestamp"'*) release_claim ;;
        '{"type":"ERROR"'*) false ;;
        esac || return
    done
}

trap 'exit 0' TERM
while :; do
    keep || sleep 5 & wait $!
done
