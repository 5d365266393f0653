internal import KnownValues

extension SecretRequirement {
    /// All faults of the variable's value; none when it is fit for `deployment`. `lapwing env check` asks the same.
    public func faults(in environment: SecretEnvironment, deployment: Deployment) -> [SecretFault] {
        reasons(for: environment.value(of: name), deployment).map { SecretFault(requirement: self, reason: $0) }
    }

    private func reasons(for value: [UInt8]?, _ deployment: Deployment) -> [SecretFault.Reason] {
        let isProduction = deployment == .production
        guard let value else { return isProduction ? [.missing] : [] }
        let core = SecretRequirement.core(of: value)
        guard !core.isEmpty else { return isProduction ? [.empty] : [] }
        var reasons: [SecretFault.Reason] = []
        if String(validating: value, as: UTF8.self) == nil { reasons.append(.notUTF8) }
        if let reason = SecretRequirement.notoriety(core, isProduction) { reasons.append(reason) }
        guard isProduction else { return reasons }
        switch minimum {
        case .bytes(let minimum) where core.count < minimum: reasons.append(.tooShort(minimum: minimum))
        case .bits(let minimum) where Strength.estimatedBits(core) < Double(minimum):
            reasons.append(.tooPredictable(minimumBits: minimum))
        default: break
        }
        return reasons
    }

    /// What strangers know of the value. Outside production only the keys of emulators and of documentation are in their place: a known
    /// default that works there is the one that gets deployed.
    private static func notoriety(_ core: [UInt8], _ isProduction: Bool) -> SecretFault.Reason? {
        if let known = KnownValues.knownDefault(core),
            isProduction || ![.emulator, .documentation].contains(known.class)
        {
            return .knownDefault(product: known.product, cve: known.cve)
        }
        if KnownValues.isPlaceholder(core) { return .placeholder }
        return isProduction && KnownValues.isWeak(core) ? .weak : nil
    }

    /// The value without white space around it (`echo` adds a line end) and without one pair of quotes (`docker run --env-file`
    /// keeps them): what is judged. The program gets the value as it is.
    private static func core(of value: [UInt8]) -> [UInt8] {
        var core = trimmed(value[...])
        if core.count >= 2, let first = core.first, first == core.last, first == 0x22 || first == 0x27 {
            core = trimmed(core.dropFirst().dropLast())
        }
        return Array(core)
    }

    private static func trimmed(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
        let head = value.drop(while: isSpace)
        return head.lastIndex { !isSpace($0) }.map { head[...$0] } ?? []
    }
}
