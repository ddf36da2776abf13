// SPDX-FileCopyrightText: 2026 Pratica contributors
// SPDX-License-Identifier: EUPL-1.2

package pdf

import "fmt"

func (b Heading) set(s *sheet) {
	st, above, below := heading1Style, 5.0, 2.0
	if b.Level >= 2 {
		st, above, below = heading2Style, 3.0, 1.0
	}
	lines := s.wrapped(b.Text, textWidth, st)
	s.need(above + float64(len(lines))*st.leading + below + 3*bodyStyle.leading)
	if s.y > marginTop {
		s.y += above
	}
	s.heading(1+max(1, min(b.Level, 2)), marginLeft, textWidth, b.Text, st)
	if b.Level < 2 {
		s.y += 0.8
		s.rule(marginLeft, textWidth, s.y, hairline, 0.25)
	}
	s.y += below
}

func (b Paragraph) set(s *sheet) { b.setIn(s, s.root) }

func (b Paragraph) setIn(s *sheet, parent *element) {
	st := bodyStyle
	if b.Bold {
		st = strongStyle
	}
	s.keepFirstLines(b.Text, textWidth, st)
	s.flow(parent.add("P").mark(), marginLeft, textWidth, b.Text, st)
	s.y += 2
}

// keepFirstLines avoids that a single first line is left at the foot of a page.
func (s *sheet) keepFirstLines(text string, width float64, st style) {
	lines := min(2, len(s.wrapped(text, width, st)))
	s.need(float64(lines) * st.leading)
}

// labelShare of the column is for the labels of pairs.
const labelShare = 0.36

func (b Pairs) set(s *sheet) {
	table := s.root.add("Table")
	for _, p := range b {
		s.pair(table.add("TR"), p)
	}
	s.y += 2
}

func (s *sheet) pair(row *element, p Pair) {
	const gap = 4
	if p.Value == "" {
		p.Value = "–"
	}
	labelWidth := textWidth * labelShare
	s.row([]cell{
		{x: marginLeft, width: labelWidth - gap, lines: s.wrapped(p.Label, labelWidth-gap, labelStyle), style: labelStyle, mark: row.addWith("TH", rowHeader).mark()},
		{x: marginLeft + labelWidth, width: textWidth - labelWidth, lines: s.wrapped(p.Value, textWidth-labelWidth, valueStyle), style: valueStyle, mark: row.add("TD").mark()},
	}, 0.7, nil)
	s.rule(marginLeft, textWidth, s.y, shade, 0.25)
}

func (b List) set(s *sheet) {
	const indent = 6
	attributes := bulleted
	if b.Numbered {
		attributes = numbered
	}
	list := s.root.addWith("L", attributes)
	for i, item := range b.Items {
		label := "•"
		if b.Numbered {
			label = fmt.Sprintf("%d.", i+1)
		}
		s.keepFirstLines(item, textWidth-indent, bodyStyle)
		if s.room() < bodyStyle.leading {
			s.newPage()
		}
		li := list.add("LI")
		s.line(li.add("Lbl").mark(), marginLeft, indent, s.y, line{text: label}, bodyStyle, false)
		s.flow(li.add("LBody").mark(), marginLeft+indent, textWidth-indent, item, bodyStyle)
		s.y += 0.8
	}
	s.y += 1.2
}

func (b Notice) set(s *sheet) {
	const pad = 3
	inner := textWidth - 2*pad - 1.2
	div := s.root.add("Div")
	var parts []cell
	height := 2.0 * pad
	add := func(text string, st style) {
		if text == "" {
			return
		}
		c := cell{x: marginLeft + pad + 1.2, width: inner, lines: s.wrapped(text, inner, st), style: st, mark: div.add("P").mark()}
		parts = append(parts, c)
		height += c.height()
	}
	add(b.Title, strongStyle)
	add(b.Text, bodyStyle)
	s.need(height)
	if height > s.room() { // higher than a page: set as running text
		div.kids = nil // the paragraphs bring their own elements
		Paragraph{Text: b.Title, Bold: true}.setIn(s, div)
		Paragraph{Text: b.Text}.setIn(s, div)
		return
	}
	s.fill(marginLeft, s.y, textWidth, height, shade)
	s.fill(marginLeft, s.y, 1.2, height, accent)
	y := s.y + pad
	for _, c := range parts {
		s.cellLines(c, y, c.lines)
		y += c.height()
	}
	s.y += height + 3
}

func (b Signature) set(s *sheet) {
	const (
		columns = 2
		gap     = 10.0
		space   = 16.0 // above the line, for the hand
	)
	width := (textWidth - gap) / columns
	rows := (len(b.Labels) + columns - 1) / columns
	note := s.wrapped(b.Note, textWidth, smallStyle)
	s.need(4 + float64(len(note))*smallStyle.leading + float64(rows)*(space+2*smallStyle.leading+2))
	s.y += 4
	if b.Note != "" {
		s.flow(s.root.add("P").mark(), marginLeft, textWidth, b.Note, smallStyle)
	}
	for i := 0; i < len(b.Labels); i += columns {
		s.need(space + smallStyle.leading)
		s.y += space
		end := s.y
		for j, label := range b.Labels[i:min(i+columns, len(b.Labels))] {
			x := marginLeft + float64(j)*(width+gap)
			s.rule(x, width, s.y, ink, 0.25)
			c := cell{x: x, width: width, lines: s.wrapped(label, width, smallStyle), style: smallStyle, mark: s.root.add("P").mark()}
			s.cellLines(c, s.y+0.8, c.lines)
			end = max(end, s.y+0.8+c.height())
		}
		s.y = end
	}
	s.y += 2
}

func (b Spacer) set(s *sheet) {
	s.y = min(s.y+b.Height, s.bottom)
}
