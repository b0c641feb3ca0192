// The page of the daemon: shows what its endpoint tells, changes nothing.

import {Graph} from './graph.js';
import {live} from './live.js';
import {Rates, bytes, count, rate, span} from './model.js';
import {Table, Totals, element, pill, setText} from './view.js';

const HERE = new URL(import.meta.url).pathname.replace(/\/[^/]*$/, ''); // …/console
const MOST_COMMANDS = 40;
const byId = id => document.getElementById(id);

const rates = new Rates();
const two = (upper, lower) => [element('span', {class: 'line', title: upper}, upper),
    lower ? element('span', {class: 'line muted', title: lower}, lower) : null];
const perSecond = (row, i) => row.rates ? rate(row.rates[i]) : '–';
const sortRate = (row, i) => row.rates ? row.rates[i] : -1;
const since = instant => instant ? span((Date.now() + feed.skew() - Date.parse(instant)) / 1000) : '–';

function commands(row) {
    const more = row.commands.length - MOST_COMMANDS;
    return row.commands.length === 0 ? 'none announced'
        : row.commands.slice(0, MOST_COMMANDS).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

const services = new Table(byId('services'), {
    caption: 'Services',
    rowKey: row => row.name,
    empty: 'No services are registered.',
    filter: byId('services-filter'),
    searched: row => [row.name, row.user, row.zone, row.connection, ...row.commands].join(' '),
    columns: [
        {label: 'Name', kind: 'name', text: row => row.name, sort: row => row.name},
        {label: 'Connection', kind: 'mono', cell: row => two(row.connection, `${row.zone.toLowerCase()}${row.user ? `, user ${row.user}` : ''}`),
            key: row => JSON.stringify([row.connection, row.zone, row.user]), sort: row => row.zone},
        {label: 'State', cell: row => pill(row.state, row.state === 'READY' ? '' : 'no commands yet'),
            key: row => row.state, sort: row => row.state},
        {label: 'Commands', kind: 'commands', text: commands, sort: row => row.commands.length, first: 'desc'},
        {label: 'Sends/s', kind: 'number', text: row => perSecond(row, 0), sort: row => sortRate(row, 0), first: 'desc'},
        {label: 'Gets/s', kind: 'number', text: row => perSecond(row, 1), sort: row => sortRate(row, 1), first: 'desc'},
        {label: 'Sent', kind: 'number', text: row => count(row.received), sort: row => row.received, first: 'desc'},
        {label: 'Got', kind: 'number', text: row => count(row.delivered), sort: row => row.delivered, first: 'desc'},
        {label: 'Refused', kind: 'number', text: row => count(row.refused), sort: row => row.refused, first: 'desc'},
        {label: 'Unwritten', kind: 'number', text: row => bytes(row.queuedBytes), sort: row => row.queuedBytes, first: 'desc'},
        {label: 'Up for', kind: 'number', text: row => since(row.upSince), sort: row => row.upSince},
    ],
});

const waiting = new Table(byId('waiting'), {
    caption: 'Messages that wait for their service',
    rowKey: row => row.service,
    empty: 'Nothing waits.',
    columns: [
        {label: 'Service', kind: 'name', text: row => row.service, sort: row => row.service},
        {label: 'Messages', kind: 'number', text: row => count(row.messages), sort: row => row.messages, first: 'desc'},
    ],
});

const drops = new Table(byId('drops'), {
    caption: 'Dropped messages by reason',
    rowKey: row => row.reason,
    empty: 'Nothing was dropped.',
    columns: [
        {label: 'Reason', kind: 'name', text: row => row.reason.replaceAll('_', ' '), sort: row => row.reason},
        {label: 'Messages/s', kind: 'number', text: row => perSecond(row, 0), sort: row => sortRate(row, 0), first: 'desc'},
        {label: 'Messages', kind: 'number', text: row => count(row.messages), sort: row => row.messages, first: 'desc'},
    ],
});

const graph = new Graph(byId('graph'));

const links = new Table(byId('daemons'), {
    caption: 'Links to other daemons',
    rowKey: row => row.connection,
    empty: 'No links to other daemons.',
    columns: [
        {label: 'Daemon', kind: 'name', text: row => row.server, sort: row => row.server},
        {label: 'Address', kind: 'mono', cell: row => two(row.address, `${row.outgoing ? 'dialled' : 'accepted'}${row.encrypted ? ', TLS' : ''}`),
            key: row => JSON.stringify([row.address, row.outgoing, row.encrypted]), sort: row => row.address},
        {label: 'In/s', kind: 'number', text: row => perSecond(row, 0), sort: row => sortRate(row, 0), first: 'desc'},
        {label: 'Out/s', kind: 'number', text: row => perSecond(row, 1), sort: row => sortRate(row, 1), first: 'desc'},
        {label: 'Dropped', kind: 'number', text: row => count(row.dropped), sort: row => row.dropped, first: 'desc'},
        {label: 'Unwritten', kind: 'number', text: row => bytes(row.queuedBytes), sort: row => row.queuedBytes, first: 'desc'},
        {label: 'Load', kind: 'number', text: row => row.load == null ? '–' : row.load.toFixed(2), sort: row => row.load ?? -1, first: 'desc'},
        {label: 'Up for', kind: 'number', text: row => since(row.since), sort: row => row.since},
    ],
});

const names = list => list.length === 0 ? 'any' : list.join(', ');

const watches = new Table(byId('watches'), {
    caption: 'Who watches messages',
    rowKey: row => row.watcher,
    empty: 'Nobody.',
    columns: [
        {label: 'Watcher', kind: 'name', text: row => row.watcher, sort: row => row.watcher},
        {label: 'Senders', text: row => names(row.senders)},
        {label: 'Services', text: row => names(row.services)},
        {label: 'Commands', text: row => names(row.commands)},
        {label: 'Shown', kind: 'number', text: row => count(row.shown), sort: row => row.shown, first: 'desc'},
        {label: 'Left out', kind: 'number', text: row => count(row.dropped), sort: row => row.dropped, first: 'desc'},
    ],
});

const totals = new Totals(byId('totals'), [['Services'], ['Received/s', true], ['Delivered/s', true], ['Broadcasts/s'], ['Dropped/s', true],
    ['Waiting'], ['Daemons']]);

/** A fabric that tells no more than numbers has this daemon on its map. */
const machines = state => state.fabric.graph?.length > 0 ? state.fabric.graph
    : [{server: state.server, links: [], services: state.services.length, distance: 0}];

function show(state) {
    const now = performance.now();
    const traffic = state.traffic;
    const cluster = state.cluster;
    setText(byId('server'), state.server);
    setText(byId('cluster'), `communicatord, ${state.fabric.kind} fabric, cluster ${cluster.up ? 'up' : 'down'}${cluster.complete ? ', complete' : ', incomplete'}`);
    document.title = `${state.server} · communicatord`;
    byId('stopping').hidden = !state.stopping;

    state.services.forEach(row => row.rates = rates.add(`service ${row.name} ${row.connection}`, now, [row.received, row.delivered]));
    const dropped = Object.entries(traffic.dropped).map(([reason, messages]) => ({reason, messages}));
    dropped.forEach(row => row.rates = rates.add(`drop ${row.reason}`, now, [row.messages]));
    const linked = state.fabric.links ?? [];
    linked.forEach(row => row.rates = rates.add(`link ${row.connection}`, now, [row.received, row.sent]));
    const lost = dropped.reduce((before, row) => before + row.messages, 0);
    const all = rates.add('all', now, [traffic.received, traffic.delivered, traffic.broadcasts, lost]);
    rates.forgetOthers();

    services.update(state.services);
    waiting.update(Object.entries(state.cache.waiting).map(([service, messages]) => ({service, messages})));
    drops.update(dropped);
    graph.show(machines(state));
    links.update(linked);
    watches.update(state.watches);

    totals.show('Services', count(state.services.length) + (state.unregistered > 0 ? ` + ${count(state.unregistered)}` : ''));
    totals.show('Received/s', all ? rate(all[0]) : '–', all?.[0]);
    totals.show('Delivered/s', all ? rate(all[1]) : '–', all?.[1]);
    totals.show('Broadcasts/s', all ? rate(all[2]) : '–');
    totals.show('Dropped/s', all ? rate(all[3]) : '–', all?.[3]);
    totals.show('Waiting', `${count(state.cache.messages)} · ${bytes(state.cache.bytes)}`);
    totals.show('Daemons', `${count(state.fabric.reachable)} / ${count(state.fabric.machines)}`);
}

const feed = live(`${HERE}/state`, show);
