import Checking
public enum HTMLReport { public static func render(_ results: [ClaimResult], title: String) -> String { "" } }
