/// What counts in a run, and who said so: the command line before the configuration before the defaults.

internal import Findings
internal import Rules
internal import Suppression
internal import YAMLDocuments

struct Settings {
    /// A value and where it comes from: `default`, `command line`, `.lapwing.yml:3`.
    struct Setting<Value> {
        let value: Value
        let origin: String

        init(_ value: Value, _ origin: String) {
            self.value = value
            self.origin = origin
        }
    }

    let failOn: Setting<Severity>
    let minConfidence: Setting<Confidence>
    let newMarkers: Setting<NewSuppressionPolicy>
    let foreignMarkers: Setting<[ForeignMarker]>
    /// Globs relative to the tree's root.
    let excluded: [Setting<String>]
    /// Relative to the tree's root.
    let ruleFiles: [Setting<String>]
    let ruleSettings: [Setting<ConfigFile.RuleSetting>]
    /// How the configuration is called; nil where there is none.
    let configuration: String?

    /// - Parameters:
    ///   - name: how the configuration is called; nil where there is none.
    ///   - failOn: as typed; nil where it was not.
    ///   - usualConfidence: the least that is reported where nobody says otherwise: more where a person waits or a merge does.
    init(
        _ config: ConfigFile, name: String?, failOn: Severity? = nil, minConfidence: Confidence? = nil,
        usualConfidence: Confidence = .low
    ) {
        func placed<Value>(_ value: ConfigFile.Placed<Value>) -> Setting<Value> {
            Setting(value.value, "\(name ?? ""):\(value.line)")
        }
        func chosen<Value>(_ typed: Value?, _ written: ConfigFile.Placed<Value>?, _ usual: Value) -> Setting<Value> {
            typed.map { Setting($0, "command line") } ?? written.map(placed) ?? Setting(usual, "default")
        }
        self.failOn = chosen(failOn, config.failOn, .low)
        self.minConfidence = chosen(minConfidence, config.minConfidence, usualConfidence)
        newMarkers = chosen(nil, config.newMarkers, .judge)
        foreignMarkers = chosen(nil, config.foreignMarkers, [])
        excluded = config.excluded.map(placed)
        ruleFiles = config.ruleFiles.map(placed)
        ruleSettings = config.rules.map { Setting($0, "\(name ?? ""):\($0.line)") }
        configuration = name
    }

    /// What the rule settings make of a set of rules.
    struct AppliedRules {
        var rules: RuleSet
        /// By rule id.
        var severities: [String: Severity] = [:]
    }

    /// Turns rules off and on. A setting for one rule beats one by glob; among globs the last counts. A rule that is not there is a
    /// fault. Decodes the rules' ids only where there is a setting.
    func applied(to rules: RuleSet) throws(UsageFault) -> AppliedRules {
        var applied = AppliedRules(rules: rules)
        guard !ruleSettings.isEmpty else { return applied }
        let ids = rules.all.map(\.id)
        let faults = ruleSettings.compactMap { setting -> String? in
            let pattern = setting.value.pattern
            if ids.contains(where: { setting.value.glob.matches($0) }) { return nil }
            let hint =
                Spelling.nearest(to: pattern, in: ids).map { "did you mean '\($0)'?" }
                ?? "`lapwing rules list` prints all"
            return "  \(setting.origin): there is no rule '\(pattern)'; \(hint)"
        }
        guard faults.isEmpty else {
            throw UsageFault("the configuration cannot be used:\n" + faults.joined(separator: "\n"))
        }
        let ordered = ruleSettings.filter { !$0.value.isExact } + ruleSettings.filter(\.value.isExact)
        for (index, id) in ids.enumerated() {
            switch ordered.last(where: { $0.value.glob.matches(id) })?.value.value {
            case .off: applied.rules.disabled.insert(index)
            case .severity(let severity): applied.severities[id] = severity
            case .on, nil: break
            }
        }
        if applied.rules.disabled.count == rules.count {
            throw UsageFault(
                "\(configuration ?? "the configuration") turns off every rule, so nothing could be found: turn some on, or use --no-config"
            )
        }
        return applied
    }

    /// One sentence for the summary; nil without a configuration.
    func notice(rulesOff: Int, severities: Int) -> String? {
        guard let configuration else { return nil }
        func count(_ number: Int, _ what: String) -> String? {
            number == 0 ? nil : "\(number) \(what)\(number == 1 ? "" : "s")"
        }
        let effects = [
            count(rulesOff, "rule").map { "\($0) off" }, count(severities, "rule").map { "severity of \($0) set" },
            count(excluded.count, "path glob").map { "\($0) excluded" },
            count(ruleFiles.count, "rule file").map { "\($0) added" },
        ].compactMap { $0 }
        let what = effects.isEmpty ? "" : ": " + effects.joined(separator: ", ")
        return "Configuration: \(configuration)\(what) (--no-config ignores it)."
    }
}
