// The daemons and the links between them, as a picture.

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 640;
const NODE = 24;
const MOST = 64;

function shape(tag, attributes, ...children) {
    const made = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) {
        made.setAttribute(name, value);
    }
    made.append(...children);
    return made;
}

/** Where the machines stand: one in the middle, several on a circle, this daemon on top. */
function places(machines) {
    const here = machines.findIndex(each => each.distance === 0);
    const turned = here < 0 ? machines : [...machines.slice(here), ...machines.slice(0, here)];
    const height = turned.length === 1 ? 120 : 360;
    const radius = turned.length === 1 ? 0 : height / 2 - NODE - 26;
    return {
        height,
        at: new Map(turned.map((each, i) => {
            const angle = 2 * Math.PI * i / turned.length - Math.PI / 2;
            return [each.server, [WIDTH / 2 + 1.5 * radius * Math.cos(angle), height / 2 - 8 + radius * Math.sin(angle)]];
        })),
    };
}

/** Shows machines: {server, links: [server], services, distance}, of which 0 is this daemon and -1 cannot be reached. */
export class Graph {
    #place;
    #shown = '';

    constructor(place) {
        this.#place = place;
    }

    show(all) {
        const machines = [...all].sort((a, b) => a.server.localeCompare(b.server)).slice(0, MOST);
        const key = JSON.stringify(machines);
        if (key !== this.#shown) {
            this.#shown = key;
            this.#place.replaceChildren(this.#draw(machines));
        }
    }

    #draw(machines) {
        const {height, at} = places(machines);
        const picture = shape('svg', {viewBox: `0 0 ${WIDTH} ${height}`, role: 'img'},
            shape('title', {}, `Daemons: ${machines.map(each => each.server).join(', ')}`));
        const drawn = new Set();
        const lost = new Set(machines.filter(each => each.distance < 0).map(each => each.server));
        for (const each of machines) {
            for (const other of each.links) {
                const pair = [each.server, other].sort().join(' ');
                if (at.has(other) && !drawn.has(pair)) {
                    drawn.add(pair);
                    const [x1, y1] = at.get(each.server);
                    const [x2, y2] = at.get(other);
                    // of a machine that cannot be reached only what it told last is known
                    picture.append(shape('line', {x1, y1, x2, y2, 'data-link': pair,
                        class: lost.has(each.server) || lost.has(other) ? 'lost' : ''}));
                }
            }
        }
        for (const each of machines) {
            const [x, y] = at.get(each.server);
            const kind = each.distance === 0 ? 'here' : each.distance < 0 ? 'lost' : 'other';
            picture.append(shape('g', {class: kind, 'data-server': each.server},
                shape('circle', {cx: x, cy: y, r: NODE}),
                shape('text', {x, y: y + 4}, each.distance < 0 ? '–' : String(each.services)),
                shape('text', {x, y: y + NODE + 15}, each.server),
                shape('text', {x, y: y + NODE + 28, class: 'small'},
                    each.distance === 0 ? 'this daemon' : each.distance < 0 ? 'cannot be reached'
                        : each.distance === 1 ? 'linked' : `${each.distance} links away`)));
        }
        return picture;
    }
}
