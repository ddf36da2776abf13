// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pdf

// cell is a text already broken into the lines of its column.
type cell struct {
	x, width float64
	lines    []line
	style    style
	right    bool
	mark     mark
}

func (c cell) height() float64 { return float64(len(c.lines)) * c.style.leading }

func (s *sheet) cellLines(c cell, y float64, lines []line) {
	for _, l := range lines {
		s.line(c.mark, c.x, c.width, y, l, c.style, c.right)
		y += c.style.leading
	}
}

// row sets cells beside each other from the current height on. A row that does
// not fit goes to the next page; one that is higher than a page is continued
// there. header, when given, is set again on top of each new page.
func (s *sheet) row(cells []cell, pad float64, header func()) {
	height := 0.0
	for _, c := range cells {
		height = max(height, c.height())
	}
	if height+2*pad > s.room() {
		s.breakRow(height+2*pad, header)
	}
	for !s.rowPart(cells, pad) {
		s.newPage()
		if header != nil {
			header()
		}
	}
}

// breakRow begins a new page when the row fits on one, or when so little is
// left here that a part of it would look lost.
func (s *sheet) breakRow(height float64, header func()) {
	const worthwhile = 30.0
	if height > s.bottom-marginTop-20 && s.room() > worthwhile {
		return
	}
	s.newPage()
	if header != nil {
		header()
	}
}

// rowPart sets as many lines as fit, takes them away from the cells, and says
// whether that was all.
func (s *sheet) rowPart(cells []cell, pad float64) bool {
	room := s.room() - 2*pad
	used, done := 0.0, true
	for i := range cells {
		c := &cells[i]
		n := min(len(c.lines), max(1, int(room/c.style.leading+1e-6)))
		s.cellLines(*c, s.y+pad, c.lines[:n])
		used = max(used, float64(n)*c.style.leading)
		c.lines = c.lines[n:]
		done = done && len(c.lines) == 0
	}
	s.y += used + 2*pad
	return done
}

const cellPad = 1.4

func (b Table) set(s *sheet) {
	if len(b.Columns) == 0 {
		return
	}
	columns := b.layout()
	table := s.root.add("Table")
	header := func() { s.tableHeader(b, columns, nil) }
	s.need(2*cellPad + 4*cellStyle.leading + 2*cellHeadStyle.leading)
	if b.Caption != "" {
		s.flow(table.add("Caption").mark(), marginLeft, textWidth, b.Caption, heading2Style)
		s.y += 0.8
	}
	s.tableHeader(b, columns, table.add("TR"))
	for _, r := range b.Rows {
		s.row(s.tableCells(columns, r, table.add("TR")), cellPad, header)
		s.rule(marginLeft, textWidth, s.y, hairline, 0.2)
	}
	s.y += 3
}

// layout gives each column its place: x and width of the text in it.
func (b Table) layout() []cell {
	sum := 0.0
	for _, c := range b.Columns {
		sum += c.share()
	}
	cells := make([]cell, len(b.Columns))
	x := marginLeft
	for i, c := range b.Columns {
		width := textWidth * c.share() / sum
		cells[i] = cell{x: x + cellPad, width: width - 2*cellPad, right: c.Right}
		x += width
	}
	return cells
}

func (c Column) share() float64 {
	if c.Width <= 0 {
		return 1
	}
	return c.Width
}

// tableHeader sets the titles of the columns: once as a row of the table, and
// without one on the pages after, where a reader aloud knows them already.
func (s *sheet) tableHeader(b Table, columns []cell, row *element) {
	cells := make([]cell, len(columns))
	height := 0.0
	for i, c := range columns {
		c.style, c.mark = cellHeadStyle, repeatedMark
		if row != nil {
			c.mark = row.addWith("TH", columnHeader).mark()
		}
		c.lines = s.wrapped(b.Columns[i].Title, c.width, c.style)
		cells[i] = c
		height = max(height, c.height())
	}
	s.fill(marginLeft, s.y, textWidth, height+2*cellPad, shade)
	s.row(cells, cellPad, nil)
	s.rule(marginLeft, textWidth, s.y, accent, 0.3)
}

func (s *sheet) tableCells(columns []cell, texts []string, row *element) []cell {
	cells := make([]cell, len(columns))
	for i, c := range columns {
		c.style, c.mark = cellStyle, row.add("TD").mark()
		if i < len(texts) {
			c.lines = s.wrapped(texts[i], c.width, c.style)
		}
		cells[i] = c
	}
	return cells
}
