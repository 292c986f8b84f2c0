import Testing

/// Variables, tags, anchors and the syntax of YAML.
@Suite(.timeLimit(.minutes(2))) struct SyntaxMistakesTests {
    @Test(arguments: cases) func reports(_ specCase: SpecCase) { specCase.check() }

    static let cases: [SpecCase] = [
        SpecCase(
            """
            config:
              a: ${UNSET}
              b: "x ${UNSET:?give it} y ${OTHER}"
              c: ${1x} ${A-b} ${
              d: $$x $y
            """,
            "11:8 error: the variable UNSET is not set [spec.config.a] (set it in the environment, in an --env-file or in .env, or write ${UNSET:-default})",
            "12:11 error: the variable UNSET is not set: give it [spec.config.b] (set it in the environment, in an --env-file or in .env)",
            "12:31 error: the variable OTHER is not set [spec.config.b] (set it in the environment, in an --env-file or in .env, or write ${OTHER:-default})",
            "13:8 error: '${1x}' names no variable [spec.config.c] (use ${NAME}, ${NAME:-default} or ${NAME:?message}; '$$' is a plain dollar sign)",
            "13:14 error: '${A-b}' is not a known form [spec.config.c] (use ${NAME}, ${NAME:-default} or ${NAME:?message}; '$$' is a plain dollar sign)",
            "13:21 error: '${' without a closing '}' [spec.config.c] (write '$$' for a plain dollar sign)"),
        SpecCase(
            """
            ports:
              - container: ${WORD}
              - container: ${BIG}
              - container: "${PORT}"
            """,
            "11:18 error: expected a port from 1 to 65535, found 'abc' [spec.ports[0].container] (the value comes from ${WORD})",
            "12:18 error: expected a port from 1 to 65535, found 99999 [spec.ports[1].container] (the value comes from ${BIG})"
        ),
        SpecCase(
            "image: ${EMPTY}",
            "10:10 error: the text is empty [spec.image] (the value comes from ${EMPTY})"),
        SpecCase(
            """
            image: !!int 5
            workingDir: !foo /app
            command: !!map [a]
            config: {a: !!int abc, b: !!binary '!!'}
            """,
            "11:15 warning: the tag !foo has no meaning in a manifest",
            "12:12 error: the tag !!map does not fit a list",
            "13:15 error: the tag !!int does not fit 'abc' [spec.config.a]",
            "13:29 error: the tag !!binary needs text in UTF-8 as base64 [spec.config.b]"),
        SpecCase(
            "config: {<<: 5}",
            "10:16 error: the merge key '<<' needs a mapping or a list of mappings (such as '<<: *defaults')"),
        SpecCase(
            """
            image: a
            image: b
            """,
            "11:3 error: duplicate key 'image' (it is already given in line 10)"),
        SpecCase(
            "config: *nothing",
            "10:11 error: unknown anchor 'nothing' (an anchor '&nothing' must come before '*nothing' in the same document)"
        ),
        SpecCase(
            "config: &a [*a]",
            "10:11 error: expected a mapping, found a list [spec.config]",
            "10:15 error: the alias '*a' stands inside the value that it names"),
        SpecCase(
            """
            config:
            	x: 1
            """,
            "11:3 error: YAML syntax: found character that cannot start any token while scanning for the next token (indent with spaces; YAML does not allow tabs there)"
        ),
        SpecCase(
            "image: @foo",
            "10:10 error: YAML syntax: found character that cannot start any token while scanning for the next token (put the text in quotes; it may not begin with this character)"
        ),
        SpecCase(
            "image: a: b",
            "10:11 error: YAML syntax: mapping values are not allowed in this context (put text that holds ': ' in quotes, or check the indentation)"
        ),
        SpecCase(
            "config: [a",
            "10:11 error: YAML syntax: did not find expected ',' or ']' while parsing a flow sequence (something is opened and not closed before the file ends)"
        ),
        SpecCase(
            "config: {{ x }}",
            "10:12 error: a key must be text (put text that begins with '{' or '[' in quotes)"),
    ]
}
