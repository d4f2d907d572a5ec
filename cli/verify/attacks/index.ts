import type { Attack } from '../attack';
import { ordersInTexts } from './asi01-goal-hijack/orders-in-texts';
import { whatLeaves } from './asi01-goal-hijack/what-leaves';
import { badArguments } from './asi02-tool-misuse/arguments';
import { networks } from './asi02-tool-misuse/networks';

/** Every attack, in the order of its id. */
export const attacks: readonly Attack[] = [...ordersInTexts, ...whatLeaves, ...badArguments, ...networks];
