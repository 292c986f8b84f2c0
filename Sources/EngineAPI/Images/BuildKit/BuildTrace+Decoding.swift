/// Fields are numbered as in `api/services/control/control.proto` of BuildKit; what is not known is skipped, as protobuf wants it.
extension BuildTrace {
    /// Decodes a protobuf message.
    ///
    /// - Throws: `ProtobufReader.Mistake` when it is none.
    init(protobuf bytes: [UInt8]) throws {
        try Self.fields(of: bytes[...]) { field, value in
            guard let part = value.bytes else { return }
            switch field {
            case 1: vertexes.append(try Vertex(protobuf: part))
            case 2: statuses.append(try Status(protobuf: part))
            case 3: logs.append(try Log(protobuf: part))
            case 4: if let warning = try Self.warning(protobuf: part) { warnings.append(warning) }
            default: break
            }
        }
    }

    /// The short text of a `VertexWarning`.
    private static func warning(protobuf bytes: ArraySlice<UInt8>) throws -> String? {
        var text: String?
        try fields(of: bytes) { field, value in
            if field == 3 { text = value.text }
        }
        return text
    }

    fileprivate static func fields(
        of bytes: ArraySlice<UInt8>, _ body: (UInt64, ProtobufReader.Value) throws -> Void
    ) throws {
        var reader = ProtobufReader(bytes)
        while let (field, value) = try reader.next() { try body(field, value) }
    }
}

extension BuildTrace.Vertex {
    fileprivate init(protobuf bytes: ArraySlice<UInt8>) throws {
        try BuildTrace.fields(of: bytes) { field, value in
            switch field {
            case 1: digest = value.text ?? ""
            case 3: name = value.text ?? ""
            case 4: isCached = value.number == 1
            // The times themselves say nothing here: they are the engine's.
            case 5: isStarted = true
            case 6: isCompleted = true
            case 7: error = value.text ?? ""
            default: break
            }
        }
    }
}

extension BuildTrace.Status {
    fileprivate init(protobuf bytes: ArraySlice<UInt8>) throws {
        try BuildTrace.fields(of: bytes) { field, value in
            switch field {
            case 1: id = value.text ?? ""
            case 2: vertex = value.text ?? ""
            case 3: name = value.text ?? ""
            case 4: current = max(0, value.number ?? 0)
            case 5: total = max(0, value.number ?? 0)
            default: break
            }
        }
    }
}

extension BuildTrace.Log {
    fileprivate init(protobuf bytes: ArraySlice<UInt8>) throws {
        try BuildTrace.fields(of: bytes) { field, value in
            switch field {
            case 1: vertex = value.text ?? ""
            case 3: stream = value.number ?? 0
            case 4: self.bytes = Array(value.bytes ?? [])
            default: break
            }
        }
    }
}
