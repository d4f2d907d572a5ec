import { builder } from './builder-tasks';
import { designer } from './designer-tasks';
import { manager } from './manager-tasks';
import { operator } from './operator-tasks';
import type { Reader } from './task';

/** Whom the console is for, and what each of them does there. */
export const readers: Reader[] = [builder, designer, operator, manager];
