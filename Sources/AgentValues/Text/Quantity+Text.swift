extension Quantity {
    /// Bytes in powers of 1,024, such as `512Mi`; the largest unit that leaves a whole number.
    public static func binary(_ bytes: Int64) -> String {
        var value = bytes
        for unit in ["", "Ki", "Mi", "Gi"] {
            if value == 0 || value % 1024 != 0 { return "\(value)\(unit)" }
            value /= 1024
        }
        return "\(value)Ti"
    }

    /// Bytes in powers of 1,000, such as `10MB`; the largest unit that leaves a whole number.
    public static func decimal(_ bytes: Int64) -> String {
        var value = bytes
        for unit in ["B", "kB", "MB", "GB"] {
            if value == 0 || value % 1000 != 0 { return "\(value)\(unit)" }
            value /= 1000
        }
        return "\(value)TB"
    }

    /// Bytes with one decimal place, for use that changes all the time, such as `12.3Mi`.
    public static func approximate(_ bytes: Int64) -> String {
        var value = Double(bytes)
        for unit in ["B", "Ki", "Mi", "Gi"] {
            if value < 1024 { return unit == "B" ? "\(bytes)B" : "\((value * 10).rounded() / 10)\(unit)" }
            value /= 1024
        }
        return "\((value * 10).rounded() / 10)Ti"
    }

    /// Billionths of a CPU as CPUs, such as `0.5`.
    public static func cpus(_ nanoCPUs: Int64) -> String {
        let value = Double(nanoCPUs) / 1e9
        return value == value.rounded() ? "\(Int64(value))" : "\(value)"
    }
}
