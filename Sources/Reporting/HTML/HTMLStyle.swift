/// The style sheet of the page.
///
/// It holds no `<` and no `&`, so that the page stays well-formed XML.
enum HTMLStyle {
  static let sheet = [schemes, text, tables, claims, drawings, narrow, paper].joined(separator: "\n")

  /// Dark only on screens: paper is always light.
  private static let schemes = """

    :root { color-scheme: light; \(HTMLPalette.declarations(\.light)) }
    @media screen and (prefers-color-scheme: dark) {
      :root { color-scheme: dark; \(HTMLPalette.declarations(\.dark)) }
    }
    """

  private static let text = """
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
    body {
      margin: 0 auto; max-width: 66rem; padding: 0 1.5rem 3rem; background: var(--paper); color: var(--ink);
      font: 0.9375rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", Arial, sans-serif;
      font-variant-numeric: lining-nums tabular-nums; overflow-wrap: break-word;
    }
    h1, h2, h3 { line-height: 1.25; font-weight: 600; text-wrap: balance; overflow-wrap: anywhere; }
    h1 { font-size: 1.75rem; margin: 0; letter-spacing: -0.01em; }
    h2 { font-size: 1.25rem; margin: 0; }
    h3 { font-size: 0.8125rem; margin: 0 0 0.5rem; color: var(--soft); letter-spacing: 0.02em; }
    p { margin: 0.5rem 0; }
    a { color: var(--link); text-underline-offset: 0.15em; text-decoration-thickness: 1px; }
    a:focus-visible, summary:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
    code, pre, .statement, .rational, .exact {
      font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.875em;
    }
    code, .rational, .exact { overflow-wrap: anywhere; }
    .hidden {
      position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%);
      white-space: nowrap;
    }
    .note, figcaption, .method, .colophon, .scenario, .attribution { color: var(--soft); font-size: 0.875rem; }
    .ordinal { color: var(--soft); font-weight: 400; margin-right: 0.25em; }

    .top { padding: 2.5rem 0 1.25rem; border-bottom: 2px solid var(--ink); }
    .purpose { max-width: 44rem; }
    .counts { display: flex; flex-wrap: wrap; list-style: none; margin: 1.25rem 0 1rem; padding: 0; gap: 0.5rem 0; }
    .counts li {
      flex: 1 1 8.5rem; padding: 0 0.75rem; border-left: 3px solid var(--colour); white-space: nowrap;
    }
    .counts .symbol { color: var(--colour); font-weight: 700; margin-right: 0.4rem; }
    .counts .amount { font-size: 1.5rem; line-height: 1.2; font-weight: 600; }
    .counts .label { display: block; color: var(--colour); font-size: 0.875rem; }
    .counts .none { border-left-color: var(--rule); }
    .counts .none .amount { color: var(--soft); font-weight: 400; }
    .certified { --colour: var(--certified); }
    .consistent { --colour: var(--consistent); }
    .refuted { --colour: var(--refuted); }
    .undecided { --colour: var(--undecided); }
    .notApplicable { --colour: var(--notApplicable); }
    #claims { padding-top: 1.5rem; }
    #claims h2 { margin-bottom: 0.5rem; }
    """

  private static let tables = """
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; font-size: 0.875rem; line-height: 1.4; }
    th, td { text-align: left; vertical-align: baseline; padding: 0.4rem 0.75rem 0.4rem 0; border-bottom: 1px solid var(--rule); }
    th:last-child, td:last-child { padding-right: 0; }
    thead th { color: var(--soft); font-weight: 400; border-bottom-color: var(--soft); white-space: nowrap; }
    tbody th { font-weight: 500; }
    /* Any token may break, but ordinary words are left whole. */
    tbody .text { overflow-wrap: anywhere; min-width: 6em; }
    tbody th.text { min-width: 8.5em; }
    #claims tbody th { min-width: 12em; }
    .number { text-align: right; }
    tbody .number { white-space: nowrap; }
    .badge, .met { color: var(--colour); white-space: nowrap; }
    .badge { border: 1px solid; border-radius: 0.25rem; padding: 0 0.4rem; font-size: 0.8125rem; font-weight: 600; }
    details { display: inline-block; vertical-align: top; max-width: 100%; white-space: normal; }
    summary { color: var(--soft); cursor: pointer; font-size: 0.8125rem; }
    .exact { color: var(--soft); white-space: normal; }
    .rational { display: block; white-space: normal; max-width: 34rem; }
    td .change { display: block; }
    """

  private static let claims = """
    .claim, .legend { margin-top: 2.5rem; padding-top: 1.25rem; border-top: 1px solid var(--ink); }
    .claim > header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 1rem; }
    .claim > header p { margin: 0; flex: 1 1 auto; max-width: 100%; overflow-wrap: anywhere; }
    .back { font-size: 0.8125rem; white-space: nowrap; }
    p.change {
      border: 2px dashed var(--undecided); border-radius: 0.25rem; color: var(--undecided); font-weight: 600;
      padding: 0.4rem 0.75rem;
    }
    th .change { display: block; color: var(--undecided); font-size: 0.8125rem; font-weight: 600; }
    .verdict {
      display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.25rem 0.75rem; margin: 0.75rem 0; padding: 0.5rem 0.75rem;
      border-left: 4px solid var(--colour); background: var(--panel);
    }
    .verdict p { margin: 0; flex: 1 1 18rem; }
    .statement { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0.75rem 0 0.25rem; line-height: 1.6; }
    .attribution { margin-top: 0; }
    .part { margin-top: 1.25rem; min-width: 0; }
    .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 0 2rem; }
    pre {
      margin: 0 0 0.75rem; padding: 0.6rem 0.75rem; background: var(--panel); border: 1px solid var(--rule);
      white-space: pre-wrap; overflow-wrap: anywhere;
    }
    dl { margin: 0; font-size: 0.875rem; }
    dl > div { display: grid; grid-template-columns: 11rem 1fr; gap: 0 1rem; padding: 0.15rem 0; }
    dt { color: var(--soft); overflow-wrap: anywhere; }
    dd { margin: 0; min-width: 0; overflow-wrap: anywhere; }
    .legend h3 { margin-top: 1.25rem; }
    .legend dl > div { grid-template-columns: 9rem 1fr; }
    .legend dt { color: var(--ink); }
    """

  private static let drawings = """
    figure { margin: 0; }
    figure > svg { display: block; width: 100%; max-width: 34rem; height: auto; overflow: visible; }
    figcaption { margin-top: 0.25rem; line-height: 1.4; font-size: 0.8125rem; max-width: 34rem; }
    .skipped { color: var(--ink); }
    figure text { font-size: 10.5px; fill: var(--ink); font-family: inherit; }
    .grid { stroke: var(--rule); stroke-width: 0.6; fill: none; }
    .axis, .tick { stroke: var(--soft); stroke-width: 0.9; fill: none; }
    .line { fill: none; stroke-width: 1.7; stroke-linejoin: round; }
    .line.bound { stroke: var(--bound); stroke-dasharray: 6 3; }
    .line.measured { stroke: var(--measured); }
    .mark.bound { fill: none; stroke: var(--bound); stroke-width: 1.2; }
    .mark.measured { fill: var(--measured); }
    .definitions { position: absolute; }
    \((0..<TermsBar.fillCount).map { ".tint-\($0) { fill: var(--tint-\($0)); }" }.joined(separator: "\n"))
    .hatch { stroke: #101418; stroke-opacity: 0.6; stroke-width: 1; fill: none; }
    .segment { stroke: var(--paper); stroke-width: 1; }
    .swatch { display: inline-flex; align-items: center; gap: 0.4rem; white-space: nowrap; }
    .swatch svg { width: 0.875rem; height: 0.875rem; }
    """

  /// Rows become cards, and the text in drawings grows as the drawings shrink.
  private static let narrow = """
    @media screen and (max-width: 52rem) {
      body { padding: 0 1rem 2rem; }
      .top { padding-top: 1.5rem; }
      h1 { font-size: 1.375rem; }
      .counts li { flex-basis: 40%; }
      .cards, .cards tbody, .cards tr, .cards th, .cards td { display: block; width: 100%; }
      .cards thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
      .cards tr { border-bottom: 1px solid var(--rule); padding: 0.5rem 0; }
      .cards tbody th, .cards td { border: 0; min-width: 0; padding: 0.1rem 0; text-align: left; white-space: normal; overflow-wrap: anywhere; }
      .cards tbody th { font-weight: 600; }
      .cards td { display: grid; grid-template-columns: 6.5rem minmax(0, 1fr); gap: 0 0.75rem; align-items: baseline; }
      .cards td::before { content: attr(data-label); color: var(--soft); }
      .cards .badge { justify-self: start; }
      .plain th, .plain td { padding-right: 0.5rem; }
      .plain .exact, .plain details { display: block; }
      dl > div, .legend dl > div { grid-template-columns: 1fr; padding: 0.25rem 0; }
    }
    @media screen and (max-width: 30rem) {
      figure text { font-size: 14px; }
    }
    """

  private static let paper = """
    @page { margin: 16mm 15mm; }
    @media print {
      html { font-size: 10.5pt; }
      body { max-width: none; padding: 0; }
      .top { padding-top: 0; }
      .scroll { overflow: visible; }
      .back { display: none; }
      h2, h3 { break-after: avoid; }
      tr, .part, .pair, pre, .verdict, .statement, .claim > header, dl > div { break-inside: avoid; }
      .claim > header, p.change, .verdict { break-after: avoid; }
      .pair { grid-template-columns: 1fr 1fr; gap: 0 6mm; }
      figure text { font-size: 12px; }
      th, td { padding-top: 0.25rem; padding-bottom: 0.25rem; }
      .terms .exact, .terms details { display: block; }
      #claims table, #claims .badge, #claims .change { font-size: 0.75rem; }
      details::details-content { content-visibility: visible; display: block; height: auto; }
      summary { list-style: none; }
      svg, .badge, .verdict, .counts li { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
    }
    """
}
