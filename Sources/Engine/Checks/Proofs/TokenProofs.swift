/// The register of all proofs, by the name a rule uses.
enum TokenProofs {
    /// `checksum(named)`: formats with a check over their own bytes.
    static func checksum(named name: String) -> (any TokenProof)? {
        checksums.first { type(of: $0).name == name }
    }

    /// `structure(named)`: formats that decode to something recognisable.
    static func structure(named name: String) -> (any TokenProof)? {
        structures.first { type(of: $0).name == name }
    }

    static let checksumNames = checksums.map { type(of: $0).name }
    static let structureNames = structures.map { type(of: $0).name }

    private static let checksums: [any TokenProof] = [
        GitHubChecksum(), NPMChecksum(), GitLabRoutableChecksum(), GrafanaServiceChecksum(), AtlassianChecksum(),
        BitbucketAppChecksum(), ConfluentChecksum(), ZuploChecksum(), AgeChecksum(), NKeyChecksum(), WIFChecksum(),
        ExtendedKeyChecksum(),
    ]

    private static let structures: [any TokenProof] = [
        JWTStructure(), CutJWTStructure(), PEMStructure(), AWSKeyIDStructure(), AzureCASKStructure(),
        GrafanaCloudStructure(),
        GrafanaLegacyStructure(), SentryOrgStructure(), OnePasswordStructure(), PyPIStructure(), DiscordStructure(),
        JFrogStructure(), BitbucketDCStructure(), PGPStructure(), BasicAuthStructure(),
    ]
}
