/// How rare a 4-byte gram is in source text, by its byte pairs: what decides which gram of an anchor the prefilter probes for.
/// Approximate and only about speed: a bad guess costs time, never a match.
///
/// The table was counted over the Python standard library and site-packages (40 MB, folded to lower case): one letter a pair
/// of classes, `A` + the whole part of -log2 of the pair's share. docs/performance.md says how.
enum GramRarity {
    /// Bits; larger is rarer. Averages over the members of classes would change little: the most frequent member counts.
    static func bits(_ gram: UInt32) -> Int {
        let bytes = (0..<4).map { UInt8(truncatingIfNeeded: gram >> (8 * UInt32($0))) }
        return zip(bytes, bytes.dropFirst()).reduce(0) { $0 + pairBits($1.0, $1.1) }
    }

    private static let classes = Array(#"abcdefghijklmnopqrstuvwxyz0_-./:= "?"#.utf8)

    private static func pairBits(_ first: UInt8, _ second: UInt8) -> Int {
        Int(table[index(first) * classes.count + index(second)] - UInt8(ascii: "A"))
    }

    private static func index(_ byte: UInt8) -> Int {
        let known: UInt8 =
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt8(ascii: "0")
            case UInt8(ascii: "'"), UInt8(ascii: "`"): UInt8(ascii: "\"")
            default: byte
            }
        return classes.firstIndex(of: known) ?? classes.count - 1
    }

    private static let table: [UInt8] = Array(
        """
        OKIJPMJPJQLHIIQIQHIHKLKLKMMMMMRMOJML\
        KONNJPORLLSKPNKPSMMPKQSSLSNMPNROTNMM\
        JPKNIOQJKSJJNOHNRJMIKQQQLTLLONQOPLML\
        JMNKHMKPIOQMNOKMQLKKLOOPMQMJNLQMMIKJ\
        JMIIKIKNKPNHJHMJKGHHNKLIKPMILKNJLHJH\
        JPOOKKPQITQKPOJPTKNMKQSRNTMMOISOQILJ\
        LPNOIPMLKQPLMLMOTJKMLPQSPRMLOKNMNJLK\
        JOPPIQQRKTROMQKONMMKNQRTOUOLOMRNOKMK\
        KKIIJJJSOPMJJGHKOKHIPLSMTKOMPOQPRMNM\
        OTTRLUUVQTQRSTMRWULUOSTVUXSQTPWQSOPN\
        NPPQIPPRMUSONOPQTPMPNQMMRQPMONROOLNM\
        INMKHINQIRPJNOIMRNJJJNORKTOKNMQNNKLK\
        ILPOHPPRKSQMLOJJQOKOLPRPORNLOMOMPKLL\
        INJIIKIOJPMMNLIJQMIHKLPLLQOJMLOLMIJJ\
        LKKINKLQLOLJIGKJPHKJILKNOPPLOMQORJNM\
        IQMMINPKKTPJPOIKRJLJKORSJRNLOKQNPLLL\
        PSTSUSUVTXWNSSUSTPPSJSUUVVSPTRVRTPQO\
        HNJKGMKPIRKMKJIMRJJIKLNRKTNKNLPLNIKI\
        KNJNGMNKIQLLMMJJNNIHJONPMSMJNJNJLHJI\
        INKMHMNHHPPMMNILQHJJJNLNIQLIMKNLMHJI\
        KLLLJMNTLTTJJJNJVIJJPQTPUSMPQPSRTNON\
        JRPPJQQRKVTRQQMNVQPQTSRQRUMOSOSPQMNM\
        KQPPKQQLKVROQNKQTMKQSROTUVQMPORPRMLM\
        MQLPLNRRLWUOOPQLTPPKRRSPOTLMOKSNOLML\
        NONNNPMQNSSMNMMJTNLLOOMSSQPKNMPMNJLK\
        MUTTKSUSOXVSSTMSVVRSTVVURRPORRVTTPPO\
        NNNMMNRSQPRQRQROUPQNRQSLUSHMLKPKRJKH\
        JKJKKKKMJNMKKJLJOKJJLLMPRPNJSOVPSMNK\
        NOMNNNOPNQQNNOONQNMNPOORSNKSJSTUQLPK\
        KMKKLMKNLNOLLLMLQLKLMMNPRPKKRLRSVJML\
        NQOOPQPQPQRPPQQOSPOPQQPPSUPTSQNTRMNL\
        LPMLNPLSNSQLOPRMSMMOOPQTSWLSPRNMQHKJ\
        OPONONQQORQPOMPOSNMMRPPSUUMQQSUTKHLM\
        HJIIIIJKHMLJJHIINIHHKJJMMNHKJLMLHCGG\
        JLKKKLLMKONLKLMLOKJKMLMNOPLNOMNIQIJG\
        KLLKLLLNLOMMMKMKPKJLLLMMPPIMMKMJMFIG
        """.utf8)
}
