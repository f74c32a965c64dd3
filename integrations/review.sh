#!/bin/sh
# What the GitHub action and the GitLab job do: judge and price a stack, compare it with the base branch, and say so
# where people review. Settings come from the environment, so that no text of a workflow is ever part of a command.
#
#   review.sh found            whether stackwright is installed (GitHub's outputs)
#   review.sh before           price of the base branch, for the change in cost
#   review.sh run              the reports; never fails for what they say
#   review.sh comment-github   one comment of the pull request, replaced on every run (gh)
#   review.sh comment-gitlab   one note of the merge request, likewise (curl)
#   review.sh verdict          fails for what the reports say, as STACKWRIGHT_FAIL_ON wants it
set -eu

path=${STACKWRIGHT_PATH:-.}
stack=${STACKWRIGHT_STACK:-}
out=${STACKWRIGHT_OUT:-.stackwright/review}
marker="<!-- stackwright -->"
own_marker="<!-- stackwright of $path $stack -->"

say() { printf '%s\n' "stackwright: $*" >&2; }

output() {
  if [ -n "${GITHUB_OUTPUT:-}" ]; then printf '%s=%s\n' "$1" "$2" >>"$GITHUB_OUTPUT"; fi
}

found() {
  if command -v stackwright >/dev/null 2>&1; then output installed true; else output installed false; fi
}

before() {
  mkdir -p "$out"
  base=${STACKWRIGHT_BASE:-}
  if [ -n "${STACKWRIGHT_BEFORE:-}" ] || [ -z "$base" ] || [ -s "$out/before.json" ]; then return 0; fi
  folder=$(mktemp -d)
  if ! git cat-file -e "$base^{commit}" 2>/dev/null; then git fetch --quiet --depth=1 origin "$base" || true; fi
  if git worktree add --quiet --force --detach "$folder/base" "$base" 2>"$folder/said"; then
    case $out in /*) file=$out/before.json ;; *) file=$PWD/$out/before.json ;; esac
    set -- "$path"
    if [ -n "$stack" ]; then set -- "$@" --stack "$stack"; fi
    (cd "$folder/base" && stackwright plan "$@" --json "$file" >/dev/null 2>"$folder/said") || true
    git worktree remove --force "$folder/base"
  fi
  if [ ! -s "$out/before.json" ]; then say "no price of $base to compare with: $(head -n 1 "$folder/said")"; fi
  rm -rf "$folder"
}

run() {
  mkdir -p "$out"
  set -- "$path"
  command=plan
  if [ -n "$stack" ]; then set -- "$@" --stack "$stack"; fi
  if [ -n "${STACKWRIGHT_POLICY:-}" ]; then set -- "$@" --policy "$STACKWRIGHT_POLICY"; fi
  if [ -n "${STACKWRIGHT_ENVIRONMENT:-}" ]; then
    command=check
    set -- "$@" --environment "$STACKWRIGHT_ENVIRONMENT"
  fi
  earlier=${STACKWRIGHT_BEFORE:-$out/before.json}
  if [ -n "${STACKWRIGHT_BEFORE:-}" ] || [ -s "$earlier" ]; then set -- "$@" --before "$earlier"; fi
  code=0
  stackwright "$command" "$@" \
    --json "$out/review.json" --sarif "$out/review.sarif" --junit "$out/junit.xml" --markdown "$out/comment.md" \
    --html "$out/review.html" --annotations "$out/annotations.txt" --code-quality "$out/code-quality.json" \
    2>"$out/errors.txt" || code=$?
  cat "$out/errors.txt" >&2
  if [ ! -s "$out/comment.md" ]; then
    printf '%s\n\n## Stackwright could not look at %s\n\n```text\n%s\n```\n' \
      "$marker" "$path" "$(sed 's/```/` ` `/g' "$out/errors.txt")" >"$out/comment.md"
  fi
  printf '\n%s\n' "$own_marker" >>"$out/comment.md"
  printf '%s\n' "$code" >"$out/exit-code"
  output exit-code "$code"
  output folder "$out"
  if [ -s "$out/review.sarif" ]; then output sarif "$out/review.sarif"; fi
  if [ -n "${GITHUB_STEP_SUMMARY:-}" ]; then cat "$out/comment.md" >>"$GITHUB_STEP_SUMMARY"; fi
  if [ -n "${GITHUB_ACTIONS:-}" ] && [ -s "$out/annotations.txt" ]; then cat "$out/annotations.txt"; fi
}

comment_github() {
  comments="repos/$GITHUB_REPOSITORY/issues/$STACKWRIGHT_PULL_REQUEST/comments"
  ours=".[] | select((.body | startswith(\"$marker\")) and (.body | contains(env.STACKWRIGHT_OWN_MARKER))) | .id"
  # a list that cannot be read must not become a second comment
  answer=$(STACKWRIGHT_OWN_MARKER=$own_marker gh api --paginate "$comments" --jq "$ours") || return 1
  known=$(printf '%s\n' "$answer" | head -n 1)
  if [ -n "$known" ]; then
    gh api --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$known" --field "body=@$out/comment.md" --silent
  else
    gh api --method POST "$comments" --field "body=@$out/comment.md" --silent
  fi
}

comment_gitlab() {
  if [ -z "${STACKWRIGHT_TOKEN:-}" ]; then
    say "no note is written: STACKWRIGHT_TOKEN, a token with the scope api, is not set"
    return 0
  fi
  notes="$CI_API_V4_URL/projects/$CI_PROJECT_ID/merge_requests/$CI_MERGE_REQUEST_IID/notes"
  # in a file of its own, so that no list of processes shows the token
  headers=$(mktemp)
  trap 'rm -f "$headers"' EXIT
  printf 'PRIVATE-TOKEN: %s\n' "$STACKWRIGHT_TOKEN" >"$headers"
  known=""
  page=1
  while [ -z "$known" ] && [ -n "$page" ]; do
    curl --fail --silent --show-error --header "@$headers" "$notes?per_page=100&page=$page" >"$out/notes.json" ||
      return 1
    answer=$(STACKWRIGHT_OWN_MARKER=$own_marker STACKWRIGHT_MARKER=$marker python3 -c '
import json, os, sys
notes = json.load(sys.stdin)
first, own = os.environ["STACKWRIGHT_MARKER"], os.environ["STACKWRIGHT_OWN_MARKER"]
print(next((note["id"] for note in notes if note["body"].startswith(first) and own in note["body"]), ""))
print(len(notes))' <"$out/notes.json") || return 1
    known=$(printf '%s\n' "$answer" | head -n 1)
    if [ "$(printf '%s\n' "$answer" | tail -n 1)" = 100 ]; then page=$((page + 1)); else page=""; fi
  done
  if [ -n "$known" ]; then set -- PUT "$notes/$known"; else set -- POST "$notes"; fi
  curl --fail --silent --show-error --output /dev/null --header "@$headers" \
    --request "$1" --data-urlencode "body@$out/comment.md" "$2" || return 1
  rm -f "$out/notes.json"
}

verdict() {
  code=$(cat "$out/exit-code")
  case ${STACKWRIGHT_FAIL_ON:-any}:$code in
    any:*) ;;
    findings:3 | never:1 | never:3) code=0 ;;
    findings:* | never:*) ;;
    *)
      say "fail-on ${STACKWRIGHT_FAIL_ON:-}: takes any, findings or never"
      code=2
      ;;
  esac
  exit "$code"
}

case ${1:-} in
  found | before | run | verdict) "$1" ;;
  # a fork's token only reads: that is no fault of the stack
  comment-github) comment_github || say "the comment could not be written: may the token write pull requests?" ;;
  comment-gitlab) comment_gitlab || say "the note could not be written: has the token the scope api?" ;;
  *)
    say "give found, before, run, comment-github, comment-gitlab or verdict"
    exit 2
    ;;
esac
