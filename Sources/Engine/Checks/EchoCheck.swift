internal import Bytes

/// `echo`: the value is the name again, `accessToken: "access_token"`: a key or a label. One word of a longer name is none of these:
/// `jwt_secret: "secret"` is a weak default.
struct EchoCheck: Check {
    let asksOnlyTheValue = true
    func judge(_ candidate: Candidate, _ evidence: inout Evidence) -> Verdict {
        let value = Words.split(candidate.secret)
        let name = Words.split(candidate.wholeName(&evidence))
        guard !candidate.secret.contains(where: ByteSet.digits.contains), !value.isEmpty else {
            return .pass("not the name again")
        }
        let isSame = value.joined() == name.joined() || name.count == 2 && name[1] == "value" && value == [name[0]]
        let isPart = value.count > 1 && value.allSatisfy(name.contains)
        // `ACCESS_KEY = "aws_access_key_id"`: the name of a setting.
        let isSetting = value.last == "id" && name.count > 1 && name.allSatisfy(value.contains)
        return isSame || isPart || isSetting ? .reject("the name again") : .pass("not the name again")
    }
}
