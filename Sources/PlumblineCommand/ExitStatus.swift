import Plumbline

/// What the process tells its caller; the only place where statuses are decided.
enum ExitStatus: Int32 {
  /// Every claim certified or consistent, or nothing was claimed.
  case success = 0
  /// At least one claim refuted.
  case refuted = 1
  /// Bad usage or bad input.
  case failure = 2
  /// None refuted, but some undecided or not applicable.
  case open = 3

  init(_ results: [ClaimResult]) {
    let verdicts = results.map(\.verdict)
    if verdicts.contains(.refuted) {
      self = .refuted
    } else if verdicts.contains(.undecided) || verdicts.contains(.notApplicable) {
      self = .open
    } else {
      self = .success
    }
  }
}
