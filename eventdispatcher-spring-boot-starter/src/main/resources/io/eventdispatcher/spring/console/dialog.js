// A question with two answers.

import {setText} from './view.js';

/** Asks; resolves to true when the answer is yes. */
export function confirmed(title, text, yes) {
    const dialog = document.getElementById('confirm');
    setText(document.getElementById('confirm-title'), title);
    setText(document.getElementById('confirm-text'), text);
    setText(document.getElementById('confirm-yes'), yes);
    dialog.returnValue = '';
    dialog.showModal();
    document.getElementById('confirm-no').focus();
    return new Promise(resolve => dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), {once: true}));
}

document.getElementById('confirm-yes').addEventListener('click', () => document.getElementById('confirm').close('yes'));
document.getElementById('confirm-no').addEventListener('click', () => document.getElementById('confirm').close('no'));
