import { start } from './numbers';

export const word = (...forms: string[]): RegExp => new RegExp(`${start}(?:${forms.join('|')})(?![a-z])`);
