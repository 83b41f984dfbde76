/// The colours of the page, once for both schemes.
///
/// Colour never carries a meaning alone: verdicts have signs and words, lines have dashes and markers, terms have
/// patterns and numbers.
enum HTMLPalette {
  struct Colour {
    let name: String
    let light: String
    let dark: String
    /// Whether text is set in it, so that it needs the contrast of text.
    let isText: Bool

    init(_ name: String, _ light: String, _ dark: String, isText: Bool = false) {
      self.name = name
      self.light = light
      self.dark = dark
      self.isText = isText
    }
  }

  static let paper = Colour("paper", "#ffffff", "#12161c")
  static let panel = Colour("panel", "#f5f6f8", "#1b2129")

  static let colours: [Colour] = [
    paper,
    panel,
    Colour("rule", "#d3d8de", "#353e49"),
    Colour("ink", "#191e25", "#e6e9ee", isText: true),
    Colour("soft", "#525c69", "#a6b0bc", isText: true),
    Colour("link", "#174a84", "#8dbaf2", isText: true),
    Colour("certified", "#0a6650", "#5fcaa9", isText: true),
    Colour("consistent", "#1b579f", "#85b5f5", isText: true),
    Colour("refuted", "#b0241c", "#ff8f80", isText: true),
    Colour("undecided", "#825000", "#e5b656", isText: true),
    Colour("notApplicable", "#59626e", "#adb6c2", isText: true),
    Colour("bound", "#1b579f", "#85b5f5"),
    Colour("measured", "#b0480c", "#ffb07a"),
    Colour("tint-0", "#3a73b0", "#5b93d1"),
    Colour("tint-1", "#e3b04b", "#d9a84a"),
    Colour("tint-2", "#4f9d8b", "#5cb09d"),
    Colour("tint-3", "#d27a5c", "#de8a6d"),
    Colour("tint-4", "#8f80bd", "#a295d0"),
    Colour("tint-5", "#aab6c2", "#8e9aa7"),
    Colour("tint-6", "#86a84f", "#97ba60"),
    Colour("tint-7", "#cf8fb0", "#d79cba"),
  ]

  /// Declarations of the custom properties of one scheme.
  static func declarations(_ scheme: (Colour) -> String) -> String {
    colours.map { "--\($0.name): \(scheme($0));" }.joined(separator: " ")
  }
}
