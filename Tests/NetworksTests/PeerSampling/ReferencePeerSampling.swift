// Written by Reference/peer_sampling.py.
/// Members c, a, b of two views, the sample s, and P(K = k) for k = 0 ... s.
struct ReferenceOverlap: Sendable {
  var views: [Int]
  var law: [String]
}

let referenceOverlaps: [ReferenceOverlap] = [
  ReferenceOverlap(
    views: [2, 0, 5, 1],
    law: ["5/7", "2/7"]),
  ReferenceOverlap(
    views: [6, 1, 5, 3],
    law: ["2/33", "4/11", "16/33", "1/11"]),
  ReferenceOverlap(
    views: [4, 3, 3, 7],
    law: ["0", "0", "0", "0", "1", "0", "0", "0"]),
  ReferenceOverlap(
    views: [5, 0, 0, 2],
    law: ["0", "0", "1"]),
  ReferenceOverlap(
    views: [5, 6, 1, 4],
    law: ["1/22", "10/33", "5/11", "37/198", "1/99"]),
  ReferenceOverlap(
    views: [3, 2, 0, 3],
    law: ["0", "3/10", "3/5", "1/10"]),
  ReferenceOverlap(
    views: [1, 0, 1, 1],
    law: ["1/2", "1/2"]),
  ReferenceOverlap(
    views: [6, 6, 6, 10],
    law: ["0", "0", "0", "0", "200/561", "199/374", "125/1122", "0", "0", "0", "0"]),
  ReferenceOverlap(
    views: [4, 0, 2, 2],
    law: ["1/15", "8/15", "2/5"]),
  ReferenceOverlap(
    views: [4, 5, 6, 9],
    law: ["0", "0", "0", "2/5", "3/5", "0", "0", "0", "0", "0"]),
  ReferenceOverlap(
    views: [6, 4, 4, 2],
    law: ["20/91", "8/13", "15/91"]),
  ReferenceOverlap(
    views: [1, 3, 6, 3],
    law: ["33/56", "23/56", "0", "0"]),
  ReferenceOverlap(
    views: [6, 0, 1, 3],
    law: ["0", "0", "3/7", "4/7"]),
  ReferenceOverlap(
    views: [1, 1, 0, 1],
    law: ["1/2", "1/2"]),
  ReferenceOverlap(
    views: [22, 14, 12, 4],
    law: ["214879/8366940", "415508/2091735", "307937/697245", "2884/9729", "1463/38916"]),
  ReferenceOverlap(
    views: [11, 5, 23, 7],
    law: [
      "1311/28768", "100947/489056", "20241319/58808984", "608944855/2234741392", "8402755/77060048", "94227/4532944",
      "427/286824", "10/466089",
    ]),
  ReferenceOverlap(
    views: [1, 3, 26, 3],
    law: ["6497/7308", "811/7308", "0", "0"]),
  ReferenceOverlap(
    views: [19, 8, 23, 2],
    law: ["2353/7350", "3971/7350", "171/1225"]),
  ReferenceOverlap(
    views: [17, 0, 6, 1],
    law: ["6/23", "17/23"]),
  ReferenceOverlap(
    views: [19, 30, 20, 4],
    law: ["1632205/10577424", "812915/1954524", "20271765/59938736", "19190/220363", "76/16951"]),
  ReferenceOverlap(
    views: [17, 24, 26, 1],
    law: ["50/67", "17/67"]),
  ReferenceOverlap(
    views: [27, 8, 28, 5],
    law: [
      "19163252/676219709", "5726295/35590511", "20979972/61474519", "20258550/61474519", "2909400/22648507",
      "8970/780983",
    ]),
  ReferenceOverlap(
    views: [10, 12, 24, 8],
    law: [
      "862164/21069613", "4098468/21069613", "280/817", "5977984/21069613", "1849610/16112057", "348208/16112057",
      "295596/177232627", "4512/110171633", "1/5798507",
    ]),
  ReferenceOverlap(
    views: [25, 5, 8, 9],
    law: [
      "0", "1/1542684", "8/128557", "644/385671", "96351623/5028168132", "184336145/1676056044", "30222115/96695541",
      "7015/18241", "42435/266104", "115/9176",
    ]),
]

/// N, o, s, r and P(a round stalls).
struct ReferenceStall: Sendable {
  var counts: [Int]
  var probability: String
}

let referenceStalls: [ReferenceStall] = [
  ReferenceStall(
    counts: [2, 1, 1, 1],
    probability: "1/2"),
  ReferenceStall(
    counts: [5, 0, 3, 1],
    probability: "0"),
  ReferenceStall(
    counts: [4, 3, 3, 3],
    probability: "1"),
  ReferenceStall(
    counts: [7, 2, 2, 1],
    probability: "1/21"),
  ReferenceStall(
    counts: [4, 4, 4, 4],
    probability: "1"),
  ReferenceStall(
    counts: [2, 2, 2, 1],
    probability: "1"),
  ReferenceStall(
    counts: [5, 4, 2, 2],
    probability: "1"),
  ReferenceStall(
    counts: [1, 0, 1, 1],
    probability: "0"),
  ReferenceStall(
    counts: [8, 4, 1, 1],
    probability: "1/2"),
  ReferenceStall(
    counts: [2, 2, 2, 1],
    probability: "1"),
  ReferenceStall(
    counts: [32, 10, 6, 6],
    probability: "39599/43152"),
  ReferenceStall(
    counts: [31, 8, 2, 2],
    probability: "212/465"),
  ReferenceStall(
    counts: [33, 6, 12, 11],
    probability: "2627/3596"),
  ReferenceStall(
    counts: [3, 0, 3, 3],
    probability: "0"),
  ReferenceStall(
    counts: [59, 19, 24, 22],
    probability: "1811972159/1813744429"),
  ReferenceStall(
    counts: [58, 19, 25, 3],
    probability: "0"),
  ReferenceStall(
    counts: [101, 33, 25, 23],
    probability: "211357869206809/211670290284663"),
  ReferenceStall(
    counts: [55, 18, 20, 2],
    probability: "0"),
  ReferenceStall(
    counts: [25, 8, 6, 6],
    probability: "5883/6325"),
  ReferenceStall(
    counts: [113, 3, 25, 11],
    probability: "0"),
]

/// N, s, targets, rounds; P(not all after the rounds) and the expected rounds.
struct ReferenceCoverage: Sendable {
  var counts: [Int]
  var missing: String
  var expected: String
}

let referenceCoverages: [ReferenceCoverage] = [
  ReferenceCoverage(
    counts: [9, 4, 2, 7],
    missing: "6640625/204073344",
    expected: "81/26"),
  ReferenceCoverage(
    counts: [2, 2, 2, 10],
    missing: "0",
    expected: "1"),
  ReferenceCoverage(
    counts: [7, 7, 7, 3],
    missing: "0",
    expected: "1"),
  ReferenceCoverage(
    counts: [6, 5, 6, 9],
    missing: "1/1679616",
    expected: "11/5"),
  ReferenceCoverage(
    counts: [7, 4, 7, 10],
    missing: "16474888393/11259376953125",
    expected: "257/68"),
  ReferenceCoverage(
    counts: [7, 1, 7, 10],
    missing: "737143/823543",
    expected: "363/20"),
  ReferenceCoverage(
    counts: [1, 1, 0, 9],
    missing: "0",
    expected: "0"),
  ReferenceCoverage(
    counts: [4, 4, 4, 8],
    missing: "0",
    expected: "1"),
  ReferenceCoverage(
    counts: [1, 1, 1, 10],
    missing: "0",
    expected: "1"),
  ReferenceCoverage(
    counts: [6, 1, 5, 11],
    missing: "2124571/3779136",
    expected: "137/10"),
  ReferenceCoverage(
    counts: [2, 2, 2, 2],
    missing: "0",
    expected: "1"),
  ReferenceCoverage(
    counts: [1, 1, 1, 10],
    missing: "0",
    expected: "1"),
  ReferenceCoverage(
    counts: [5, 5, 0, 7],
    missing: "0",
    expected: "0"),
  ReferenceCoverage(
    counts: [17, 6, 17, 6],
    missing: "2010758915673706633/2592289380776962048",
    expected: "2822013815574255847872541/327713738654278420116750"),
  ReferenceCoverage(
    counts: [16, 1, 16, 11],
    missing: "1",
    expected: "2436559/45045"),
  ReferenceCoverage(
    counts: [1, 1, 0, 7],
    missing: "0",
    expected: "0"),
  ReferenceCoverage(
    counts: [13, 8, 13, 10],
    missing: "8920160403219509498444431/9687393078164955741202656327",
    expected: "1706046881/428407752"),
  ReferenceCoverage(
    counts: [6, 2, 6, 0],
    missing: "1",
    expected: "97/14"),
]
