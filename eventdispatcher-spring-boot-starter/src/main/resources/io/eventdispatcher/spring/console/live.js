// Asks for the state again and again, and says so when nobody answers.

import {clock, span} from './model.js';
import {element, setText, toast} from './view.js';

const POLL_MILLIS = 1000;
const HIDDEN_MILLIS = 15000;
const MAX_BACKOFF_MILLIS = 15000;
const ANSWER_MILLIS = 10000;

const byId = id => document.getElementById(id);

class Refused extends Error {
    constructor(status) {
        super(status === 401 || status === 403 ? 'access is refused; sign in again and reload this page'
            : status === 404 ? 'this page is not served any more' : `the server answers with status ${status}`);
    }
}

/** Calls show(state) with each answer of the URL; poll() asks at once, skew() is this clock against the server's in milliseconds. */
export function live(url, show) {
    let frozen = false;
    let failures = 0;
    let lostAt = null;
    let timer = null;
    let asking = false;
    let skew = 0;

    function plan(millis) {
        clearTimeout(timer);
        timer = setTimeout(poll, millis);
    }

    async function poll() {
        if (asking) {
            return;
        }
        clearTimeout(timer);
        asking = true;
        try {
            const answer = await fetch(url, {
                headers: {'Accept': 'application/json'}, cache: 'no-store', signal: AbortSignal.timeout(ANSWER_MILLIS),
            });
            if (!answer.ok) {
                throw new Refused(answer.status);
            }
            const state = await answer.json();
            const date = Date.parse(answer.headers.get('Date'));
            if (Number.isFinite(date) && Math.abs(date - Date.now()) > 2000) {
                skew = date - Date.now();
            }
            back();
            if (!frozen) {
                show(state);
            }
            setText(byId('live'), frozen ? 'frozen' : 'live');
        } catch (failure) {
            away(failure);
        } finally {
            asking = false;
        }
        if (failures > 0) {
            plan(Math.min(MAX_BACKOFF_MILLIS, POLL_MILLIS * 2 ** Math.min(10, failures - 1)));
        } else {
            plan(document.hidden ? HIDDEN_MILLIS : POLL_MILLIS);
        }
    }

    function away(failure) {
        failures++;
        lostAt ??= Date.now();
        const reason = failure instanceof Refused ? failure.message : 'the server does not answer';
        setText(byId('banner-text'), `No news since ${clock(lostAt).slice(0, 8)}: ${reason}. What is shown is old; trying again by itself.`);
        byId('banner').hidden = false;
        document.body.classList.add('stale');
        setText(byId('live'), 'away');
    }

    function back() {
        if (failures > 0) {
            toast(`The server is back after ${span((Date.now() - lostAt) / 1000)}.`, false);
        }
        failures = 0;
        lostAt = null;
        byId('banner').hidden = true;
        document.body.classList.remove('stale');
    }

    byId('retry').addEventListener('click', poll);
    byId('freeze').addEventListener('click', () => {
        frozen = !frozen;
        byId('freeze').setAttribute('aria-pressed', String(frozen));
        setText(byId('freeze'), frozen ? 'Go on' : 'Freeze');
        setText(byId('live'), frozen ? 'frozen' : 'live');
        poll();
    });
    document.addEventListener('visibilitychange', () => {
        if (!document.hidden) {
            poll();
        }
    });
    if (window.top === window.self) {
        poll();
    } else {
        document.body.replaceChildren(element('p', {class: 'banner'}, 'This page does not work inside another one.'));
    }
    return {poll, skew: () => skew};
}
