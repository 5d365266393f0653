#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Sets a variable of the (child) process, or removes it.
func setVariable(_ name: String, _ value: String?) {
    if let value { _ = unsafe setenv(name, value, 1) } else { _ = unsafe unsetenv(name) }
}

func closeStandardError() { _ = close(2) }
