#!/bin/busybox sh
# shellcheck shell=dash
#
# GET / says who we are; POST / answers a message, whatever its bytes, with one JSON object.

# Reads bytes, writes one JSON string (RFC 8259): quotes and control characters escaped, what is not UTF-8
# replaced by U+FFFD, as the Unicode standard recommends for decoders.
json_string() {
    od -An -v -tu1 | awk '
        function flush() { if (need) out = out "\\ufffd"; need = 0; held = "" }
        BEGIN { for (i = 0; i < 256; i++) char[i] = sprintf("%c", i) }
        {
            for (f = 1; f <= NF; f++) {
                b = $f + 0
                if (need) {
                    if (b >= low && b <= high) {
                        held = held char[b]; low = 128; high = 191
                        if (--need == 0) { out = out held; held = "" }
                        continue
                    }
                    flush()
                }
                low = 128; high = 191
                if (b == 34) out = out "\\\""
                else if (b == 92) out = out "\\\\"
                else if (b < 32) out = out sprintf("\\u%04x", b)
                else if (b < 128) out = out char[b]
                else if (b >= 194 && b <= 223) { need = 1; held = char[b] }
                else if (b >= 224 && b <= 239) { need = 2; held = char[b]; if (b == 224) low = 160; if (b == 237) high = 159 }
                else if (b >= 240 && b <= 244) { need = 3; held = char[b]; if (b == 240) low = 144; if (b == 244) high = 143 }
                else out = out "\\ufffd"
            }
        }
        END { flush(); printf "\"%s\"", out }'
}

answer() {
    printf 'Status: %s\r\nContent-Type: application/json\r\n\r\n%s\n' "$1" "$2"
}

name=$(printf %s "${AGENT_NAME:-hello}" | json_string)
model=$(printf %s "${AAC_MODEL_NAME:-none}" | json_string)
length=${CONTENT_LENGTH:-0}

case $REQUEST_METHOD in
GET | HEAD) answer '200 OK' "{\"agent\":$name,\"model\":$model,\"usage\":\"POST / with a message\"}" ;;
POST)
    case $length in
    '' | *[!0-9]*) answer '400 Bad Request' '{"error":"Content-Length is not a number"}' ;;
    ??????*) answer '413 Content Too Large' '{"error":"a message has at most 99999 bytes"}' ;;
    *) answer '200 OK' "{\"agent\":$name,\"model\":$model,\"received\":$(head -c "$length" | json_string)}" ;;
    esac
    ;;
*) answer '405 Method Not Allowed' '{"error":"GET or POST"}' ;;
esac
