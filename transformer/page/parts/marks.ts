/** States as a shape and a word, so that nothing is said by colour alone. */
import { html } from 'hono/html';
import type { Html } from './text.ts';

export type State = 'good' | 'watch' | 'bad' | 'quiet';

const shapes: Readonly<Record<State, string>> = { good: '✓', watch: '▲', bad: '✕', quiet: '·' };

export const mark = (state: State, word: string): Html =>
  html`<span class="mark ${state === 'quiet' ? 'quiet-state' : state}"><span aria-hidden="true">${shapes[state]}</span> ${word}</span>`;

export const emptyNote = (text: string): Html => html`<p class="empty">${text}</p>`;
