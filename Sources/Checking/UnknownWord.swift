/// The message for a word that is not in a registry: the nearest known word if any is near, then all of them.
///
/// - Parameter what: what the word should have been, for example `topology`.
public func unknownWord(_ what: String, _ word: String, among known: [String]) -> String {
  let hint = nearest(word, among: known).map { "did you mean '\($0)'? known: " } ?? "known: "
  return "unknown \(what) '\(word)'; \(hint)\(known.joined(separator: ", "))"
}

/// The known word closest to a mistyped one, if any is near.
public func nearest(_ word: String, among known: [String]) -> String? {
  if word.count >= 3, let completed = known.first(where: { $0.lowercased().hasPrefix(word.lowercased()) }) {
    return completed
  }
  let scored = known.map { ($0, editDistance(word.lowercased(), $0.lowercased())) }
  guard let best = scored.min(by: { $0.1 < $1.1 }), best.1 <= max(2, word.count / 2) else { return nil }
  return best.0
}

/// Insertions, deletions and replacements that turn one word into the other.
private func editDistance(_ a: String, _ b: String) -> Int {
  let (a, b) = (Array(a), Array(b))
  var row = Array(0...b.count)
  for i in a.indices {
    var diagonal = row[0]
    row[0] = i + 1
    for j in b.indices {
      let next = min(row[j] + 1, row[j + 1] + 1, diagonal + (a[i] == b[j] ? 0 : 1))
      diagonal = row[j + 1]
      row[j + 1] = next
    }
  }
  return row[b.count]
}
