#!/bin/sh
# One command of the transformer in Kubernetes, with image, configuration, secrets and volumes of the cron job:
#   deploy/ask-kubernetes.sh check
#   deploy/ask-kubernetes.sh find '#1001'
# It makes a job of the cron job's template in which the words are replaced, so that no pass begins unless you say "run", and
# removes it afterwards. kubectl's own settings say which cluster and namespace. Exit codes are the transformer's.
set -eu

if [ "$#" -eq 0 ]; then
  echo "Usage: $0 <command of the transformer> [options], such as check, status --json or replay <file>" >&2
  exit 2
fi

job=transformer-$(date +%s)-$$

# The words as a JSON list.
words=
for word; do
  words="$words${words:+,}\"$(printf '%s' "$word" | sed 's/[\\"]/\\&/g')\""
done

kubectl create job "$job" --from=cronjob/transformer --dry-run=client --output=json |
  kubectl patch --local --filename=- --type=json --output=json \
    --patch="[{\"op\": \"replace\", \"path\": \"/spec/template/spec/containers/0/args\", \"value\": [$words]}]" |
  kubectl create --validate=false --filename=- >/dev/null
trap 'kubectl delete job "$job" >/dev/null' EXIT
trap 'exit 130' INT TERM

ended=
waited=0
while [ -z "$ended" ]; do
  if [ "$waited" -ge "${TIMEOUT:-600}" ]; then
    echo "The job has not ended within $waited seconds. For longer, set TIMEOUT. Its pod:" >&2
    kubectl get pods --selector="job-name=$job" >&2
    exit 1
  fi
  sleep 1
  waited=$((waited + 1))
  ended=$(kubectl get job "$job" --output='jsonpath={.status.succeeded}{.status.failed}')
done

kubectl logs "job/$job"
code=$(kubectl get pods --selector="job-name=$job" \
  --output='jsonpath={.items[0].status.containerStatuses[0].state.terminated.exitCode}')
exit "${code:-1}"
