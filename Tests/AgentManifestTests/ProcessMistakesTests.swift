import Testing

/// Building and starting the agent: image, build, command, environment.
@Suite(.timeLimit(.minutes(2))) struct ProcessMistakesTests {
    @Test(arguments: cases) func reports(_ specCase: SpecCase) { specCase.check() }

    static let cases: [SpecCase] = [
        SpecCase(
            """
            prots:
              - container: 8080
            """,
            "10:3 warning: unknown key 'prots' in spec [spec.prots] (did you mean 'ports'?)"),
        SpecCase(
            """
            environment:
              - nam: A
                valeu: b
            """,
            "11:7 warning: unknown key 'nam' in spec.environment[0] [spec.environment[0].nam] (did you mean 'name'?)",
            "11:7 error: 'spec.environment[0].name' is required [spec.environment[0].name] (such as 'name: LOG_LEVEL')",
            "12:7 warning: unknown key 'valeu' in spec.environment[0] [spec.environment[0].valeu] (did you mean 'value'?)"
        ),
        SpecCase(
            "image: [a]",
            "10:10 error: expected text, found a list [spec.image]"),
        SpecCase(
            "image: true",
            "10:10 error: expected text, found 'true' (a boolean) [spec.image] (put it in quotes if the text 'true' is meant)"
        ),
        SpecCase(
            "image: ''",
            "10:10 error: the text is empty [spec.image]"),
        SpecCase(
            "image: Foo bar",
            "10:10 error: 'Foo bar' is not an image reference [spec.image] (such as 'python:3.11-slim' or 'registry.example/team/agent:1.0')"
        ),
        SpecCase(
            "build: .",
            "10:10 error: expected a mapping, found the text '.' [spec.build] (such as 'build: {context: .}')"),
        SpecCase(
            """
            build:
              context: 5
              dockerFile: x
              args: [A]
            """,
            "12:5 warning: unknown key 'dockerFile' in spec.build [spec.build.dockerFile] (did you mean 'dockerfile'?)",
            "13:11 error: expected a mapping, found a list [spec.build.args]"),
        SpecCase(
            "command: python main.py",
            "10:12 error: expected a list, found the text 'python main.py' [spec.command] (write [python, main.py])"),
        SpecCase(
            "command: ['', a]",
            "10:12 error: the first item of 'command' is the program and must not be empty [spec.command]"),
        SpecCase(
            "args: {a: b}",
            "10:9 error: expected a list, found a mapping [spec.args]"),
        SpecCase(
            "args: [1, true, null, [x]]",
            "10:19 error: expected text, found nothing [spec.args[2]]",
            "10:25 error: expected text, found a list [spec.args[3]]"),
        SpecCase(
            "workingDir: app",
            "10:15 error: 'workingDir' must be an absolute path in the container, found 'app' [spec.workingDir]"),
        SpecCase(
            "capabilities: chat",
            "10:17 error: expected a list, found the text 'chat' [spec.capabilities] (write [chat])"),
        SpecCase(
            "dependencies:"),
        SpecCase(
            """
            environment:
              A: [b]
              C=D: e
            """,
            "11:8 error: expected text, found a list [spec.environment.A]",
            "12:10 error: 'C=D' is not a valid variable name [spec.environment.C=D] (use letters, digits and '_'; write the value under 'value:')"
        ),
        SpecCase(
            """
            environment:
              - A=b
              - =c
              - A=d
              - [e]
            env_file: [5: x]
            """,
            "12:7 error: expected a name before '=' [spec.environment[1]] (such as 'NAME=value')",
            "13:7 error: the variable A is set twice [spec.environment[2]] (it is already set in line 11)",
            "14:7 error: expected a mapping, found a list [spec.environment[3]] (such as 'NAME=value' or '- name: NAME')",
            "15:14 warning: unknown key '5' in spec.env_file[0] [spec.env_file[0].5]",
            "15:14 error: 'spec.env_file[0].path' is required [spec.env_file[0].path]"),
        SpecCase(
            """
            environment:
              - name: A
                value: b
              - name: A
                value: c
            """,
            "13:13 error: the variable A is set twice [spec.environment[1].name] (it is already set in line 11)"),
        SpecCase(
            """
            environment:
              - name: A B
                value: c
              - name: my.var
                value: c
              - value: x
              - name: A=b
            """,
            "11:13 error: 'A B' is not a valid variable name [spec.environment[0].name] (use letters, digits and '_'; write the value under 'value:')",
            "13:7 warning: the variable name 'my.var' is not one that every shell can read [spec.environment[1].name] (use letters, digits and '_', and begin with a letter)",
            "15:7 error: 'spec.environment[2].name' is required [spec.environment[2].name] (such as 'name: LOG_LEVEL')",
            #"16:7 warning: the variable A=b has neither 'value' nor 'from'; it is set to the empty text [spec.environment[3]] (write 'value: ""' if that is meant, 'from: env' to take it from the host)"#,
            "16:13 error: 'A=b' is not a valid variable name [spec.environment[3].name] (use letters, digits and '_'; write the value under 'value:')"
        ),
        SpecCase(
            """
            environment:
              - name: A
                value: b
                from: env
              - name: B
                from: secrets
              - name: C
                from: file
              - name: D
                from: env
                secretName: x
              - name: E
            """,
            "12:14 error: 'value' and 'from' exclude each other [spec.environment[0].value] (remove one of the two)",
            "15:13 error: unknown source of a variable 'secrets'; expected secret, env, file or configmap [spec.environment[1].from] (did you mean 'secret'?)",
            "16:7 error: 'spec.environment[2].path' is required [spec.environment[2].path] (the file whose content becomes the value)",
            "20:7 warning: 'secretName' has no effect with 'from: env' [spec.environment[3].secretName]",
            #"21:7 warning: the variable E has neither 'value' nor 'from'; it is set to the empty text [spec.environment[4]] (write 'value: ""' if that is meant, 'from: env' to take it from the host)"#
        ),
        SpecCase(
            """
            environment:
              - name: OPENAI_API_KEY
                from: secret
              - name: X
                from: configmap
                configMapName: app
              - name: Y
                from: config
            """,
            "14:7 warning: 'from: configmap' without 'path' is not acted on by this version: the variable X is not set in the agent [spec.environment[1].from] (name a file or folder of this machine with 'path')",
            "17:7 warning: 'from: config' without 'path' is not acted on by this version: the variable Y is not set in the agent [spec.environment[2].from] (name a file or folder of this machine with 'path')"
        ),
        SpecCase(
            #"""
            environment:
              - name: A
                value: [1]
              - name: B
                value: "\0"
            """#,
            "12:14 error: expected text, found a list [spec.environment[0].value]",
            "14:14 error: the text holds a NUL character [spec.environment[1].value]"),
    ]
}
