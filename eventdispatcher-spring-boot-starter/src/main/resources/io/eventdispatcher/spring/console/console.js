// The live page: asks for the state, shows it, and does what the buttons say.

import {confirmed} from './dialog.js';
import {live} from './live.js';
import {Rates, bytes, clock, count, latency, rate, seconds, span} from './model.js';
import {Totals, Table, element, pill, setText, toast} from './view.js';

const HERE = new URL(import.meta.url).pathname.replace(/\/[^/]*$/, ''); // …/console
const ENDPOINT = HERE.replace(/\/[^/]*$/, '');
const byId = id => document.getElementById(id);

const rates = new Rates();
let writable = false;

// ---- actions ----

/** Asks the endpoint to change something; says why if it does not. */
async function change(method, path, body) {
    const headers = {'Accept': 'application/json'};
    if (body) {
        headers['Content-Type'] = 'application/json';
    }
    const token = /(?:^|; )XSRF-TOKEN=([^;]+)/.exec(document.cookie);
    if (token) {
        headers['X-XSRF-TOKEN'] = decodeURIComponent(token[1]);
    }
    try {
        const answer = await fetch(ENDPOINT + path, {
            method, headers, body: body ? JSON.stringify(body) : undefined, signal: AbortSignal.timeout(35000),
        });
        if (!answer.ok) {
            let reason = '';
            try {
                reason = (await answer.json()).error ?? '';
            } catch {
                // no JSON
            }
            toast(`Not done: ${reason || `status ${answer.status}`}`, true);
        }
    } catch (failure) {
        toast(`Not done: ${failure.message}`, true);
    }
    feed.poll();
}

function button(label, does, name, action, question) {
    const made = element('button', {type: 'button', 'data-does': does, 'aria-label': `${label} ${name}`}, label);
    made.addEventListener('click', async () => {
        if (!question || await confirmed(question[0], question[1], label)) {
            made.disabled = true;
            await action();
            made.disabled = false;
        }
    });
    return made;
}

const path = (section, id) => `/${section}/${encodeURIComponent(id)}`;
const to = (section, id, state) => () => change('POST', path(section, id), {state});

function traceButton(section, id, on) {
    const label = on ? 'Trace off' : 'Trace';
    return button(label, 'trace', id, () => change('POST', path(section, id), {trace: !on}));
}

function listenerActions(row) {
    const id = row.name;
    const buttons = [];
    if (row.state === 'RUNNING') {
        buttons.push(button('Pause', 'move', id, to('listeners', id, 'paused'),
            [`Pause listener ${id}?`, 'It neither accepts nor reads until it is resumed; its connections stay open.']));
    }
    if (row.state === 'PAUSED') {
        buttons.push(button('Resume', 'move', id, to('listeners', id, 'running')));
    }
    if (row.state === 'RUNNING' || row.state === 'PAUSED') {
        buttons.push(button('Stop', 'stop', id, to('listeners', id, 'stopped'),
            [`Stop listener ${id}?`, `It is unbound, and its ${count(row.connections)} connections are drained and closed.`]));
    } else {
        buttons.push(button('Start', 'stop', id, to('listeners', id, 'running')));
    }
    return [...buttons, traceButton('listeners', id, row.trace)];
}

function clientActions(row) {
    const id = row.name;
    const buttons = [];
    if (row.state === 'IDLE' || row.state === 'STOPPED' || row.state === 'GAVE_UP') {
        buttons.push(button('Start', 'stop', id, to('clients', id, 'running')));
    } else {
        buttons.push(row.paused
            ? button('Resume', 'move', id, to('clients', id, 'running'))
            : button('Pause', 'move', id, to('clients', id, 'paused'),
                [`Pause client ${id}?`, 'It does not read until it is resumed, so requests under way time out; its connection stays open.']));
        buttons.push(button('Stop', 'stop', id, to('clients', id, 'stopped'),
            [`Stop client ${id}?`, 'What waits is sent if there is a connection; then it stays disconnected until it is started.']));
    }
    return [...buttons, traceButton('clients', id, row.trace)];
}

function connectionActions(row) {
    const id = row.id;
    return [
        row.pausedByOperator
            ? button('Resume', 'move', id, to('connections', id, 'running'))
            : button('Pause', 'move', id, to('connections', id, 'paused'),
                [`Pause connection ${id}?`, 'Nothing is read from it until it is resumed; it stays open.']),
        traceButton('connections', id, row.trace),
        button('Close', 'close', id, () => change('DELETE', path('connections', id)),
            [`Close connection ${id}?`, `To ${row.remote}. What waits to be written is written first.`]),
    ];
}

function handlerActions(row) {
    const id = row.id;
    return row.state === 'RUNNING'
        ? [button('Stop', 'stop', id, to('handlers', id, 'stopped'),
            [`Stop handler ${id}?`, 'Its commands go to less specific handlers, or are unknown, until it is started.'])]
        : [button('Start', 'stop', id, to('handlers', id, 'running'))];
}

// ---- tables ----

const two = (upper, lower) => [element('span', {class: 'line', title: upper}, upper),
    lower ? element('span', {class: 'line muted', title: lower}, lower) : null];
const arrows = (received, sent, unit) => `↓ ${unit(received)}  ↑ ${unit(sent)}`;
const sum = pair => pair ? pair[0] + pair[1] : -1;
const messageRates = row => row.rates ? arrows(row.rates[0], row.rates[1], rate) : '–';
const byteRates = row => row.rates ? arrows(row.rates[2], row.rates[3], bytes) : '–';
const actions = make => ({
    label: 'Actions', kind: 'actions', unseen: true, cell: row => writable ? make(row) : null,
    key: row => JSON.stringify([writable, row.state, row.paused, row.pausedByOperator, row.trace, row.connections]),
});

const listeners = new Table(byId('listeners'), {
    caption: 'Listeners',
    rowKey: row => row.name,
    empty: 'No listeners. They are configured under eventdispatcher.listeners.',
    columns: [
        {label: 'Name', kind: 'name', text: row => row.name, sort: row => row.name},
        {label: 'Address', kind: 'mono', cell: row => two(`${row.transport}  ${row.address}`, row.tls ? `TLS, bundle ${row.tls.bundle}` : null),
            key: row => JSON.stringify([row.address, row.tls])},
        {label: 'State', cell: row => pill(row.state, row.trace ? 'traced' : ''), key: row => row.state + row.trace, sort: row => row.state},
        {label: 'Connections', kind: 'number', text: row => `${count(row.connections)} / ${count(row.maxConnections)}`, sort: row => row.connections, first: 'desc'},
        {label: 'Messages/s', kind: 'number', text: messageRates, sort: row => sum(row.rates), first: 'desc'},
        {label: 'Bytes/s', kind: 'number', text: byteRates, sort: row => row.rates ? row.rates[2] + row.rates[3] : -1, first: 'desc'},
        {label: 'Accepted', kind: 'number', text: row => count(row.accepted), sort: row => row.accepted, first: 'desc'},
        {label: 'Rejected', kind: 'number', text: row => count(row.rejected), sort: row => row.rejected, first: 'desc'},
        actions(listenerActions),
    ],
});

function waiting(row) {
    if (row.state === 'WAITING' && row.nextAttempt) {
        const left = (Date.parse(row.nextAttempt) - (Date.now() + feed.skew())) / 1000;
        return left > 0 ? `next attempt in ${span(Math.ceil(left))}` : 'next attempt now';
    }
    return `since ${span((Date.now() + feed.skew() - Date.parse(row.since)) / 1000)}`;
}

const notReady = row => row.state === 'CONNECTED' && !row.ready; // with the daemon communicatord

const clients = new Table(byId('clients'), {
    caption: 'Clients',
    rowKey: row => row.name,
    empty: 'No clients. They are configured under eventdispatcher.clients.',
    columns: [
        {label: 'Name', kind: 'name', text: row => row.name, sort: row => row.name},
        {label: 'Address', kind: 'mono', cell: row => two(row.uri, row.uris.length > 1 ? `and ${row.uris.length - 1} more` : null), key: row => row.uri},
        {label: 'State', cell: row => [pill(row.state, row.paused ? 'paused' : notReady(row) ? 'not registered' : ''), element('span', {class: 'line muted'}, waiting(row))],
            key: row => row.state + row.paused + row.ready + waiting(row), sort: row => row.state},
        {label: 'Last error', kind: 'text', text: row => row.state === 'CONNECTED' ? '–' : row.lastError ?? '–'},
        {label: 'Failed in a row', kind: 'number', text: row => count(row.failures), sort: row => row.failures, first: 'desc'},
        {label: 'Reconnects', kind: 'number', text: row => count(row.reconnects), sort: row => row.reconnects, first: 'desc'},
        {label: 'Queued', kind: 'number', text: row => count(row.queued), sort: row => row.queued, first: 'desc'},
        {label: 'Dropped', kind: 'number', text: row => count(row.dropped), sort: row => row.dropped, first: 'desc'},
        {label: 'Requests', kind: 'number', text: row => count(row.pendingRequests), sort: row => row.pendingRequests, first: 'desc'},
        {label: 'Messages/s', kind: 'number', text: messageRates, sort: row => sum(row.rates), first: 'desc'},
        actions(clientActions),
    ],
});

const age = row => (Date.now() + feed.skew() - Date.parse(row.openedAt)) / 1000;
const secure = row => row.tls ? `${row.transport} ${row.tls.protocol}` : row.transport;

const connections = new Table(byId('connections'), {
    caption: 'Connections',
    rowKey: row => row.id,
    empty: 'No connections at present.',
    filter: byId('connections-filter'),
    searched: row => [row.id, row.listener, row.remote, row.peer, row.principal, row.state, row.paused ? 'paused' : '', row.trace ? 'traced' : '',
        secure(row), row.role].join(' '),
    columns: [
        {label: 'Connection', kind: 'name', cell: row => two(row.id, row.role === 'client' ? 'client' : null), key: row => row.id, sort: row => row.id},
        {label: 'Peer', kind: 'mono', cell: row => two(row.remote, row.principal ?? row.peer), key: row => JSON.stringify([row.remote, row.peer, row.principal]), sort: row => row.remote},
        {label: 'Transport', text: secure, sort: secure},
        {label: 'State', cell: row => pill(row.paused && row.state === 'OPEN' ? 'PAUSED' : row.state, row.trace ? 'traced' : ''),
            key: row => row.state + row.paused + row.trace, sort: row => row.state + row.paused},
        {label: 'Messages/s', kind: 'number', text: messageRates, sort: row => sum(row.rates), first: 'desc'},
        {label: 'Bytes/s', kind: 'number', text: byteRates, sort: row => row.rates ? row.rates[2] + row.rates[3] : -1, first: 'desc'},
        {label: 'Messages', kind: 'number', text: row => arrows(row.messages.received, row.messages.sent, count), sort: row => row.messages.received + row.messages.sent, first: 'desc'},
        {label: 'Waiting', kind: 'number', text: row => `${count(row.queued.inbound)} · ${bytes(row.queued.outboundBytes)}`,
            sort: row => row.queued.inbound * 1e6 + row.queued.outboundBytes, first: 'desc'},
        {label: 'Idle', kind: 'number', text: row => span(seconds(row.idle)), sort: row => seconds(row.idle), first: 'desc'},
        {label: 'Age', kind: 'number', text: row => span(age(row)), sort: age, first: 'desc'},
        actions(connectionActions),
    ],
});

const failed = row => row.calls.invalid + row.calls.failed + row.calls.timedOut;
const calls = row => row.calls.succeeded + failed(row);
const from = row => row.listeners[0] === '*' ? 'from everywhere' : `from ${[...row.listeners, ...row.clients].join(', ') || 'nobody'}`;

const handlers = new Table(byId('handlers'), {
    caption: 'Handlers',
    rowKey: row => row.id,
    empty: 'No handlers. They are bean methods with @MessageHandler, or registered in code.',
    filter: byId('handlers-filter'),
    searched: row => [row.id, ...row.commands, row.method, row.execution, row.state].join(' '),
    columns: [
        {label: 'Commands', kind: 'name', text: row => row.commands.join(', '), sort: row => row.commands.join()},
        {label: 'Handler', kind: 'mono', cell: row => two(row.method ?? row.id, from(row)), key: row => row.id, sort: row => row.method ?? row.id},
        {label: 'State', cell: row => pill(row.state), key: row => row.state, sort: row => row.state},
        {label: 'Runs on', text: row => row.execution.toLowerCase() + (row.executor ? ` ${row.executor}` : ''), sort: row => row.execution},
        {label: 'Calls/s', kind: 'number', text: row => row.rates ? rate(row.rates[0]) : '–', sort: row => row.rates ? row.rates[0] : -1, first: 'desc'},
        {label: 'Calls', kind: 'number', text: row => count(calls(row)), sort: calls, first: 'desc'},
        {label: 'Invalid', kind: 'number', text: row => count(row.calls.invalid), sort: row => row.calls.invalid, first: 'desc'},
        {label: 'Failed', kind: 'number', text: row => count(row.calls.failed), sort: row => row.calls.failed, first: 'desc'},
        {label: 'Timed out', kind: 'number', text: row => count(row.calls.timedOut), sort: row => row.calls.timedOut, first: 'desc'},
        {label: 'Mean', kind: 'number', text: row => latency(seconds(row.calls.mean)), sort: row => seconds(row.calls.mean), first: 'desc'},
        {label: 'Max', kind: 'number', text: row => latency(seconds(row.calls.max)), sort: row => seconds(row.calls.max), first: 'desc'},
        actions(handlerActions),
    ],
});

const traceTable = new Table(byId('trace'), {
    caption: 'Last traced messages, the newest first',
    rowKey: row => row.number,
    empty: '',
    filter: byId('trace-filter'),
    searched: row => `${row.connection} ${row.endpoint} ${row.text}`,
    columns: [
        {label: 'Time', kind: 'mono narrow', text: row => clock(row.at)},
        {label: 'Connection', kind: 'name narrow', text: row => row.connection},
        {label: 'Direction', kind: 'narrow', text: row => row.direction === 'RECEIVED' ? '↓ received' : row.refused ? `↑ not sent, ${row.refused.toLowerCase()}` : '↑ sent'},
        {label: 'Message', kind: 'mono message', text: row => row.text},
        {label: 'Bytes', kind: 'number', text: row => count(row.bytes)},
    ],
});

const timers = new Table(byId('sources'), {
    caption: 'Timers and sources',
    rowKey: row => row.key,
    empty: 'No timers and no sources.',
    columns: [
        {label: 'Kind', kind: 'narrow', text: row => row.kind, sort: row => row.kind},
        {label: 'Name', kind: 'name', text: row => row.name, sort: row => row.name},
        {label: 'What', kind: 'text', text: row => row.detail},
    ],
});

const loops = new Table(byId('loops'), {
    caption: 'Event loops',
    rowKey: row => row.thread,
    empty: 'No event loops.',
    columns: [
        {label: 'Thread', kind: 'name', text: row => row.thread},
        {label: 'State', cell: row => pill(row.state), key: row => row.state},
        {label: 'Turns/s', kind: 'number', text: row => row.rates ? rate(row.rates[0]) : '–', sort: row => row.rates ? row.rates[0] : -1, first: 'desc'},
        {label: 'Channels', kind: 'number', text: row => count(row.registrations), sort: row => row.registrations, first: 'desc'},
        {label: 'Timers', kind: 'number', text: row => count(row.timers), sort: row => row.timers, first: 'desc'},
        {label: 'Pending tasks', kind: 'number', text: row => count(row.pendingTasks), sort: row => row.pendingTasks, first: 'desc'},
        {label: 'Blocked turns', kind: 'number', text: row => count(row.blockedTurns), sort: row => row.blockedTurns, first: 'desc'},
        {label: 'Failures', kind: 'number', text: row => count(row.failures), sort: row => row.failures, first: 'desc'},
    ],
});

// ---- totals ----

const totals = new Totals(byId('totals'),
    [['Connections'], ['Messages in/s', true], ['Messages out/s', true], ['Bytes in/s', true], ['Bytes out/s', true], ['Calls failed'], ['Uptime']]);

// ---- state ----

function traffic(kind, name, row, now) {
    return rates.add(`${kind} ${name}`, now, [row.messages.received, row.messages.sent, row.bytes.received, row.bytes.sent]);
}

function sourceRows(state) {
    const rows = state.timers.items.map((timer, i) => ({key: `timer ${timer.name} ${i}`, kind: 'timer', name: timer.name, detail: timer.schedule}));
    for (const [name, received] of Object.entries(state.sources.signals)) {
        rows.push({key: `signal ${name}`, kind: 'signal', name, detail: `received ${count(received)} times`});
    }
    for (const watch of state.sources.watches) {
        const events = Object.entries(watch.events).map(([kind, number]) => `${count(number)} ${kind}`).join(', ') || 'no events yet';
        rows.push({key: `watch ${watch.name}`, kind: 'watch', name: watch.name,
            detail: `${watch.path}: ${watch.present ? `${count(watch.entries)} entries` : 'not there'}; ${events}`});
    }
    const known = new Set([...Object.keys(state.sources.signals).map(name => `signal ${name}`), ...state.sources.watches.map(watch => `watch ${watch.name}`)]);
    for (const name of state.sources.active.filter(each => !known.has(each))) {
        const [kind, ...rest] = name.split(' ');
        rows.push({key: `active ${name}`, kind, name: rest.join(' ') || kind, detail: 'keeps the application running'});
    }
    return rows;
}

function show(state) {
    const now = performance.now();
    const dispatcher = state.dispatcher;
    writable = dispatcher.access === 'unrestricted';
    setText(byId('service'), dispatcher.serviceName);
    setText(byId('server'), `on ${dispatcher.serverName}`);
    document.title = `${dispatcher.serviceName} · Event Dispatcher`;
    byId('access').hidden = false;
    setText(byId('access'), dispatcher.access);

    dispatcher.listeners.forEach(row => row.rates = traffic('listener', row.name, row, now));
    dispatcher.clients.forEach(row => row.rates = traffic('client', row.name, row, now));
    state.connections.items.forEach(row => row.rates = traffic('connection', row.id, row, now));
    dispatcher.handlers.forEach(row => row.rates = rates.add(`handler ${row.id}`, now, [calls(row)]));
    dispatcher.loops.forEach(row => row.rates = rates.add(`loop ${row.thread}`, now, [row.turns]));
    rates.forgetOthers();

    listeners.update(dispatcher.listeners);
    clients.update(dispatcher.clients);
    connections.update(state.connections.items, state.connections.total);
    handlers.update(dispatcher.handlers);
    timers.update(sourceRows(state), undefined);
    loops.update(dispatcher.loops);
    showTrace(state.trace);

    const all = [...dispatcher.listeners, ...dispatcher.clients].map(row => row.rates).filter(Boolean);
    const together = i => all.length === 0 ? null : all.reduce((before, each) => before + each[i], 0);
    totals.show('Connections', count(state.connections.total));
    totals.show('Messages in/s', rate(together(0)), together(0));
    totals.show('Messages out/s', rate(together(1)), together(1));
    totals.show('Bytes in/s', bytes(together(2)), together(2));
    totals.show('Bytes out/s', bytes(together(3)), together(3));
    totals.show('Calls failed', count(dispatcher.handlers.reduce((before, row) => before + failed(row), 0)));
    totals.show('Uptime', span(seconds(dispatcher.uptime)));
}

function showTrace(trace) {
    traceTable.emptyText = trace.all
        ? 'Traced, but no message came or went yet.'
        : 'Nothing is traced. ' + (writable ? 'Switch the trace on here, or for one listener, client or connection above.'
            : 'Set eventdispatcher.trace.enabled=true, or allow changes to this endpoint to switch it on here.');
    traceTable.update([...trace.items].reverse(), undefined);
    const place = byId('trace-actions');
    const key = `${writable} ${trace.all}`;
    if (place.dataset.key !== key) {
        place.dataset.key = key;
        const off = button('All off', 'trace-off', 'trace', () => change('POST', '/trace/all', {trace: false}));
        const on = button('Trace all', 'trace-on', 'messages', () => change('POST', '/trace/all', {trace: true}),
            ['Trace all messages?', 'Each message is logged and shown here, with secret values masked, and costs time.']);
        place.replaceChildren(...(writable ? [trace.all ? null : on, off].filter(Boolean) : []));
    }
}

const feed = live(`${HERE}/state`, show);
