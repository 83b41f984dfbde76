/// A data table that turns into a list of cards on a narrow screen.
///
/// The roles are written out because browsers drop the meaning of table elements that are displayed as blocks.
struct ReportTable {
  struct Column {
    let title: String
    let isNumber: Bool
    /// Whether the title is for screen readers only.
    let isHidden: Bool

    init(_ title: String, isNumber: Bool = false, isHidden: Bool = false) {
      self.title = title
      self.isNumber = isNumber
      self.isHidden = isHidden
    }

    var style: String { isHidden ? "index" : isNumber ? "number" : "text" }
  }

  enum Layout: String {
    /// One card for each row on a narrow screen.
    case cards
    /// Always a table; for a few short columns.
    case plain
  }

  /// What the table holds, for screen readers.
  let caption: String
  let columns: [Column]
  /// Index of the column whose cells name their rows.
  let headerColumn: Int
  let rows: [[HTMLNode]]
  var layout = Layout.plain

  var markup: HTMLNode {
    tag("div", ["class": "scroll"]) {
      tag("table", ["class": layout.rawValue, "role": "table"]) {
        tag("caption", ["class": "hidden"]) { caption }
        tag("thead", ["role": "rowgroup"]) {
          tag("tr", ["role": "row"]) { for column in columns { header(column) } }
        }
        tag("tbody", ["role": "rowgroup"]) {
          for row in rows { tag("tr", ["role": "row"]) { for (index, cell) in row.enumerated() { data(index, cell) } } }
        }
      }
    }
  }

  private func header(_ column: Column) -> HTMLNode {
    tag("th", ["scope": "col", "role": "columnheader", "class": column.style]) {
      if column.isHidden { tag("span", ["class": "hidden"]) { column.title } } else { column.title }
    }
  }

  private func data(_ index: Int, _ content: HTMLNode) -> HTMLNode {
    let column = columns[index]
    if index == headerColumn {
      return tag("th", ["scope": "row", "role": "rowheader", "class": column.style]) { content }
    }
    return tag("td", ["role": "cell", "class": column.style, "data-label": column.title]) { content }
  }
}
