// swift-tools-version: 6.1
import PackageDescription

/// A library target of the toolkit: one noun of the field, with the targets that it builds on.
struct Library {
  var name: String
  var dependencies: [String] = []
  var isTested = true
  /// Whether its tests keep the scripts that made their reference values.
  var hasReferenceScripts = false
}

// Dependencies point upwards in this list.
let libraries: [Library] = [
  Library(name: "ExactArithmetic", dependencies: ["CGMP"], hasReferenceScripts: true),
  Library(name: "LinearAlgebra", dependencies: ["ExactArithmetic", "CLAPACKE", "COpenBLAS"]),
  Library(name: "Simulation", dependencies: ["ExactArithmetic"], hasReferenceScripts: true),
  Library(
    name: "Networks", dependencies: ["ExactArithmetic", "LinearAlgebra", "Simulation"], hasReferenceScripts: true),
  Library(name: "Decoding", dependencies: ["ExactArithmetic"]),
  Library(name: "Objectives", dependencies: ["ExactArithmetic", "LinearAlgebra", "Decoding", "Simulation"]),
  Library(
    name: "Algorithms",
    dependencies: ["ExactArithmetic", "LinearAlgebra", "Networks", "Simulation", "Objectives"]),
  Library(
    name: "Training",
    dependencies: [
      "ExactArithmetic", "LinearAlgebra", "Networks", "Simulation", "Objectives", "Algorithms", "COpenSSL",
    ], hasReferenceScripts: true),
  Library(name: "Theorems", dependencies: ["ExactArithmetic", "Networks", "Decoding"], hasReferenceScripts: true),
  Library(
    name: "Evidence",
    dependencies: [
      "ExactArithmetic", "LinearAlgebra", "Networks", "Decoding", "Simulation", "Objectives", "Algorithms",
      "Theorems",
    ]),
  Library(
    name: "Checking",
    dependencies: [
      "ExactArithmetic", "LinearAlgebra", "Networks", "Decoding", "Simulation", "Objectives", "Algorithms", "Training",
      "Theorems", "Evidence",
    ]),
  Library(
    name: "Reporting",
    dependencies: ["ExactArithmetic", "Networks", "Simulation", "Algorithms", "Decoding", "Theorems", "Checking"]),
  Library(name: "PropertyTesting", dependencies: ["ExactArithmetic", "Decoding"]),
  Library(
    name: "Plumbline",
    dependencies: [
      "ExactArithmetic", "LinearAlgebra", "Networks", "Decoding", "Simulation", "Objectives", "Algorithms",
      "Training", "Theorems", "Evidence", "Checking", "Reporting",
    ], isTested: false),
]

let systemLibraries: [Target] = [
  .systemLibrary(name: "CGMP", pkgConfig: "gmp", providers: [.apt(["libgmp-dev"])]),
  .systemLibrary(name: "CLAPACKE", pkgConfig: "lapacke", providers: [.apt(["liblapacke-dev"])]),
  .systemLibrary(
    name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
  .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
]

func names(_ strings: [String]) -> [Target.Dependency] { strings.map { .byName(name: $0) } }

let package = Package(
  name: "Plumbline",
  products: [
    .library(name: "Plumbline", targets: ["Plumbline"]),
    .library(name: "PropertyTesting", targets: ["PropertyTesting"]),
    .executable(name: "plumbline", targets: ["PlumblineCommand"]),
    .executable(name: "plumbline-bench", targets: ["PlumblineBenchmarks"]),
  ],
  targets: systemLibraries
    + libraries.map { .target(name: $0.name, dependencies: names($0.dependencies)) }
    + [
      .executableTarget(name: "PlumblineCommand", dependencies: ["Plumbline"]),
      .executableTarget(name: "PlumblineBenchmarks", dependencies: ["Plumbline"], exclude: ["Peers"]),
    ]
    + libraries.filter(\.isTested).map { library in
      let tools = library.name == "PropertyTesting" ? [] : ["PropertyTesting"]
      let dependencies = library.dependencies.filter { name in libraries.contains { $0.name == name } }
      return .testTarget(
        name: "\(library.name)Tests", dependencies: names([library.name] + dependencies + tools),
        exclude: library.hasReferenceScripts ? ["Reference"] : [])
    }
    + [
      .testTarget(
        name: "PlumblineCommandTests", dependencies: ["Plumbline", "PlumblineCommand"], exclude: ["Snapshots"])
    ],
  swiftLanguageModes: [.v6]
)
