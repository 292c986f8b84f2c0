import Testing

/// Ports and volumes.
@Suite(.timeLimit(.minutes(2))) struct MountMistakesTests {
    @Test(arguments: cases) func reports(_ specCase: SpecCase) { specCase.check() }

    static let cases: [SpecCase] = [
        SpecCase(
            """
            ports:
              - 3000-3005
              - 8000-8005:80
              - localhost:80:81
              - 80:81/sctp
              - 99999:82
              - ::1:83:84
              - abc
              - [80]
            """,
            "11:7 error: '3000-3005' is a range of ports, which is not taken [spec.ports[0]] (write one item for each port)",
            "12:7 error: '8000-8005:80' is a range of ports, which is not taken [spec.ports[1]] (write one item for each port)",
            "13:7 error: 'localhost' is not an IP address [spec.ports[2]] (write 127.0.0.1)",
            "14:7 error: unknown protocol 'sctp'; expected tcp or udp [spec.ports[3]]",
            "15:7 error: expected a port from 0 to 65535, found '99999' [spec.ports[4]] (such as '8080:80' or '127.0.0.1:8080:80/udp')",
            "16:7 error: '::1:83:84' is not a port [spec.ports[5]] (such as '8080:80', '127.0.0.1:8080:80/udp' or '[::1]:8080:80')",
            "17:7 error: expected a port from 1 to 65535, found 'abc' [spec.ports[6]] (such as '8080:80' or '127.0.0.1:8080:80/udp')",
            "18:7 error: expected a mapping, found a list [spec.ports[7]] (such as '8080:80' or '{container: 8080}')"),
        SpecCase(
            "ports: ['80:81', {container: 80}]",
            "10:32 error: host port 80/tcp is published twice [spec.ports[1].container] (it is already used in line 10; 'host: 0' takes any free one)"
        ),
        SpecCase(
            """
            volumes:
              - /data
              - data
              - a:b
              - a/b:/c
              - a::/d
              - ./e:/e:Z
              - ./f:/f:shared
              - ./g:/g:ro,cached
              - g:/g
            """,
            "11:7 error: the volume '/data' has no name, so nothing would ever be found in it again [spec.volumes[0]] (give it one, such as 'data:/data')",
            "12:7 error: the volume 'data' has no name, so nothing would ever be found in it again [spec.volumes[1]] (such as './data:/data', './data:/data:ro' or 'name:/data')",
            "13:7 error: 'target' must be an absolute path in the container, found 'b' [spec.volumes[2]]",
            "14:7 error: 'a/b' is not a valid volume name [spec.volumes[3]] (write './a/b' for a path of this machine)",
            "15:7 error: 'a::/d' is not a volume [spec.volumes[4]] (such as './data:/data', './data:/data:ro' or 'name:/data')",
            "16:7 error: the volume option 'Z' is not taken: no label of SELinux is ever changed [spec.volumes[5]] (leave it out, and label the folder on the host: chcon -Rt container_file_t ./e)",
            "17:7 error: the volume option 'shared' is not taken [spec.volumes[6]] (the options are ro and rw)",
            "18:7 warning: the volume option 'cached' has no effect [spec.volumes[7]]",
            "19:7 error: two volumes are mounted on '/g' [spec.volumes[8]] (the other is in line 18)"),
        SpecCase(
            """
            ports:
              - host: 80
              - container: 0
              - container: 70000
              - container: '8080'
              - container: 080
              - container: 1.5
              - container: abc
            """,
            "11:7 error: 'spec.ports[0].container' is required [spec.ports[0].container] (the port that the agent listens on)",
            "12:18 error: expected a port from 1 to 65535, found 0 [spec.ports[1].container]",
            "13:18 error: expected a port from 1 to 65535, found 70000 [spec.ports[2].container]",
            "14:18 error: expected a port from 1 to 65535, found the text '8080' [spec.ports[3].container] (write it without quotes)",
            "15:18 error: '080' can be read as two different numbers [spec.ports[4].container] (write it without the leading 0)",
            "16:18 error: expected a port from 1 to 65535, found the number 1.5 [spec.ports[5].container]",
            "17:18 error: expected a port from 1 to 65535, found the text 'abc' [spec.ports[6].container]"),
        SpecCase(
            """
            ports:
              - {container: 80, protocol: tpc}
              - {container: 80, host: -1}
              - {container: 80, hostIP: localhost}
            """,
            "11:33 error: unknown protocol 'tpc'; expected tcp or udp [spec.ports[0].protocol] (did you mean 'tcp'?)",
            "12:29 error: expected a port from 0 to 65535, found -1 [spec.ports[1].host]",
            "12:29 error: host port 80/tcp is published twice [spec.ports[1].host] (it is already used in line 11; 'host: 0' takes any free one)",
            "13:31 error: 'localhost' is not an IP address [spec.ports[2].hostIP] (write 127.0.0.1)"),
        SpecCase(
            """
            ports:
              - {container: 80}
              - {container: 81, host: 80}
              - {container: 80, protocol: udp}
              - {container: 82, host: 0}
              - {container: 83, host: 0}
            """,
            "12:29 error: host port 80/tcp is published twice [spec.ports[1].host] (it is already used in line 11; 'host: 0' takes any free one)"
        ),
        SpecCase(
            """
            ports:
              - {container: 80, hostIP: 127.0.0.2}
              - {container: 81, host: 80, hostIP: 0.0.0.0}
            """,
            "12:29 error: host port 80/tcp is published twice [spec.ports[1].host] (it is already used in line 11; 'host: 0' takes any free one)"
        ),
        SpecCase(
            """
            volumes:
              - {source: ./data, target: data}
              - {source: data}
              - {target: /x}
              - {source: a, target: /a, type: bnd}
              - {source: ./x, target: /b, type: volume}
              - {source: 'a b', target: /c}
              - {source: d, target: /}
              - {source: d, target: /a/../b}
            """,
            "11:32 error: 'target' must be an absolute path in the container, found 'data' [spec.volumes[0].target]",
            "12:7 error: 'spec.volumes[1].target' is required [spec.volumes[1].target] (an absolute path in the container)",
            "13:7 error: 'spec.volumes[2].source' is required [spec.volumes[2].source] (a path of this machine or the name of a volume)",
            "14:37 error: unknown type of volume 'bnd'; expected bind, volume or tmpfs [spec.volumes[3].type] (did you mean 'bind'?)",
            "15:16 error: './x' is not a valid volume name [spec.volumes[4].source] (write 'type: bind' to mount a path of this machine)",
            "16:16 error: 'a b' is not a valid volume name [spec.volumes[5].source] (use letters, digits, '.', '_' and '-')",
            "17:27 error: a volume cannot be mounted on '/' [spec.volumes[6].target]",
            "18:27 error: 'target' must not contain '..', found '/a/../b' [spec.volumes[7].target]"),
        SpecCase(
            """
            volumes:
              - {source: a, target: /data}
              - {source: b, target: /data/}
            """,
            "12:27 error: two volumes are mounted on '/data' [spec.volumes[1].target] (the other is in line 11)"),
        SpecCase(
            """
            volumes:
              - {source: tmp, target: /t, type: tmpfs, size: 1G}
              - {source: v, target: /v, size: 1G, readOnly: yes}
              - {source: c, target: /c, type: configmap}
            """,
            "11:8 warning: 'source' has no effect on a tmpfs [spec.volumes[0].source]",
            "12:31 warning: 'size' has no effect on a volume [spec.volumes[1].size]",
            "12:51 error: expected true or false, found the text 'yes' [spec.volumes[1].readOnly] (write true)",
            "13:31 warning: 'type: configmap' is not acted on by this version: nothing is mounted there [spec.volumes[2].type]"
        ),
    ]
}
