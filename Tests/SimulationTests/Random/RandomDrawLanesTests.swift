import Simulation
import Testing

@Suite struct RandomDrawLanesTests {
  @Test(arguments: [1, 2, 3, 10, 20, 255, 65_536, 1_000_003, (1 << 31) - 1])
  func eightReplicatesAtOnceAreEightDraws(_ bound: Int) {
    for number in 0..<50 {
      for (first, second) in [(0, 0), (7, 3), (99, 70_000)] {
        func draw(_ replicate: Int) -> RandomDraw {
          RandomDraw(
            seed: 5, purpose: .miniBatch, first: first, second: second, number: number, replicate: replicate)
        }
        let lanes = draw(16).integersOfEightReplicates(below: bound)
        for lane in 0..<8 { #expect(Int(lanes[lane]) == draw(16 + lane).integer(below: bound)) }
      }
    }
  }
}
