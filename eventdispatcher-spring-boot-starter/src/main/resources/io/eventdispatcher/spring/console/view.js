// Elements: everything that comes from outside becomes text nodes, never markup.

const MAX_ROWS = 250;

/** Makes an element; null children are left out. */
export function element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
        if (value === true) {
            made.setAttribute(name, '');
        } else if (value !== false && value != null) {
            made.setAttribute(name, value);
        }
    }
    made.append(...children.filter(child => child != null));
    return made;
}

export function setText(target, text) {
    if (target.textContent !== text) {
        target.textContent = text;
    }
}

/** A colored word for a state; the color says nothing that the word does not. */
export function pill(state, detail) {
    const kind = {
        RUNNING: 'good', CONNECTED: 'good', OPEN: 'good', READY: 'good', HELLO: 'warn',
        PAUSED: 'warn', WAITING: 'warn', CONNECTING: 'warn', STOPPING: 'warn', DRAINING: 'warn', HALF_CLOSED: 'warn',
        LINGERING: 'warn', GAVE_UP: 'bad', CLOSED: 'bad',
    }[state] ?? 'idle';
    const word = state.toLowerCase().replaceAll('_', ' ');
    return element('span', {class: `pill ${kind}`}, detail ? `${word}, ${detail}` : word);
}

/**
 * A table that keeps its rows: what has not changed is not touched, so focus and selection survive.
 *
 * A column has a label, text(row) or cell(row) with key(row) telling when to make it anew, and possibly sort(row), kind and
 * first ('desc' to begin with the largest).
 */
export class Table {
    #columns;
    #rowKey;
    #empty;
    #body = element('tbody');
    #rows = new Map();
    #heads = [];
    #note = element('p', {class: 'note', hidden: true});
    #table;
    #sorted = null;
    #descending = false;
    #last = [];
    #filter = '';
    #searched;

    constructor(section, {caption, columns, rowKey, empty, filter, searched}) {
        this.#columns = columns;
        this.#rowKey = rowKey;
        this.#searched = searched;
        const row = element('tr');
        columns.forEach((column, i) => row.append(this.#head(column, i)));
        this.#table = element('table', {}, element('caption', {class: 'unseen'}, caption), element('thead', {}, row), this.#body);
        this.#empty = element('p', {class: 'empty'}, empty);
        this.emptyText = empty;
        section.append(element('div', {class: 'wide', tabindex: '0', role: 'region', 'aria-label': caption}, this.#table),
            this.#empty, this.#note);
        if (filter) {
            filter.addEventListener('input', () => {
                this.#filter = filter.value.trim().toLowerCase();
                this.update(this.#last);
            });
        }
    }

    #head(column, index) {
        const head = element('th', {scope: 'col', class: column.kind});
        if (column.sort) {
            const button = element('button', {type: 'button', class: 'sort'}, column.label);
            button.addEventListener('click', () => this.#sortBy(index));
            head.append(button);
            head.setAttribute('aria-sort', 'none');
        } else {
            head.append(element('span', {class: column.unseen ? 'unseen' : null}, column.label));
        }
        this.#heads.push(head);
        return head;
    }

    #sortBy(index) {
        if (this.#sorted === index) {
            this.#descending = !this.#descending;
        } else {
            this.#sorted = index;
            this.#descending = this.#columns[index].first === 'desc';
        }
        this.#heads.forEach((head, i) => {
            if (head.hasAttribute('aria-sort')) {
                head.setAttribute('aria-sort', i !== index ? 'none' : this.#descending ? 'descending' : 'ascending');
            }
        });
        this.update(this.#last);
    }

    /** Shows these rows; total may be more than there are. */
    update(rows, total = rows.total ?? rows.length) {
        this.#last = rows;
        this.#last.total = total;
        let shown = rows;
        if (this.#filter) {
            shown = shown.filter(row => this.#searched(row).toLowerCase().includes(this.#filter));
        }
        if (this.#sorted !== null) {
            const of = this.#columns[this.#sorted].sort;
            const sign = this.#descending ? -1 : 1;
            shown = [...shown].sort((a, b) => sign * compare(of(a), of(b)));
        }
        const found = shown.length;
        shown = shown.slice(0, MAX_ROWS);
        this.#sync(shown);
        this.#table.hidden = shown.length === 0;
        this.#empty.hidden = shown.length > 0;
        setText(this.#empty, rows.length > 0 ? 'Nothing matches the filter.' : this.emptyText);
        const cut = found > shown.length || total > rows.length;
        this.#note.hidden = !cut && !(this.#filter && shown.length > 0);
        if (cut) {
            setText(this.#note, `${shown.length} of ${total.toLocaleString('en-US')} shown`
                + (total > rows.length ? `; the filter sees the first ${rows.length.toLocaleString('en-US')}.` : '; filter to see others.'));
        } else {
            setText(this.#note, `${shown.length} of ${rows.length} match.`);
        }
    }

    #sync(rows) {
        const before = this.#rows;
        this.#rows = new Map();
        let place = this.#body.firstChild;
        for (const row of rows) {
            const key = this.#rowKey(row);
            let kept = before.get(key);
            before.delete(key);
            if (!kept) {
                kept = {line: element('tr'), cells: this.#columns.map(column => this.#cell(column))};
                kept.line.append(...kept.cells.map(cell => cell.place));
                kept.line.dataset.key = key;
            }
            this.#columns.forEach((column, i) => fill(column, kept.cells[i], row));
            this.#rows.set(key, kept);
            if (kept.line === place) {
                place = place.nextSibling;
            } else {
                this.#body.insertBefore(kept.line, place);
            }
        }
        for (const gone of before.values()) {
            gone.line.remove();
        }
    }

    #cell(column) {
        const place = element('td', {class: column.kind, 'data-label': column.label});
        return {place, key: undefined};
    }
}

function fill(column, cell, row) {
    if (column.text) {
        setText(cell.place, column.text(row));
        return;
    }
    const key = column.key(row);
    if (cell.key !== key) {
        const focused = cell.place.contains(document.activeElement) ? document.activeElement.dataset.does : null;
        cell.key = key;
        cell.place.replaceChildren(...[column.cell(row)].flat().filter(child => child != null));
        if (focused) {
            const again = cell.place.querySelector(`[data-does="${CSS.escape(focused)}"]`) ?? cell.place.querySelector('button');
            again?.focus();
        }
    }
}

function compare(a, b) {
    if (typeof a === 'number' || typeof b === 'number') {
        return (a ?? -1) - (b ?? -1);
    }
    return String(a ?? '').localeCompare(String(b ?? ''), 'en', {numeric: true});
}

const SVG = 'http://www.w3.org/2000/svg';

/** A line of the last values, for a glance. */
export class Spark {
    static #POINTS = 60;
    #values = [];
    #line = document.createElementNS(SVG, 'polyline');
    element = document.createElementNS(SVG, 'svg');

    constructor() {
        this.element.setAttribute('viewBox', '0 0 118 24');
        this.element.setAttribute('class', 'spark');
        this.element.setAttribute('aria-hidden', 'true');
        this.element.append(this.#line);
    }

    add(value) {
        this.#values.push(value);
        this.#values = this.#values.slice(-Spark.#POINTS);
        const most = Math.max(1, ...this.#values);
        const start = Spark.#POINTS - this.#values.length;
        this.#line.setAttribute('points',
            this.#values.map((each, i) => `${(start + i) * 2},${(22.5 - 21 * each / most).toFixed(1)}`).join(' '));
    }
}

/** The numbers on top: name, and whether a line of the last values belongs to it. */
export class Totals {
    #shown = new Map();

    constructor(place, names) {
        for (const [name, spark] of names) {
            const value = element('dd');
            const drawn = spark ? new Spark() : null;
            place.append(element('div', {class: 'total'}, element('dt', {}, name), value, drawn?.element));
            this.#shown.set(name, {value, spark: drawn});
        }
    }

    /** Shows a text; the value is for the line. */
    show(name, text, value) {
        const shown = this.#shown.get(name);
        setText(shown.value, text);
        if (value != null) {
            shown.spark?.add(value);
        }
    }
}

/** Says something for a while. */
export function toast(text, bad) {
    const shown = element('p', {class: bad ? 'toast bad' : 'toast'}, text);
    document.getElementById('toasts').append(shown);
    setTimeout(() => shown.remove(), bad ? 12000 : 5000);
}
