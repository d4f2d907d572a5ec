import type { Recognizer } from '../recognizer';
import { brCpf } from './br-cpf';

/** Brazil: its numbers, and the words of its people. */
export const brazil: readonly Recognizer[] = [brCpf];
