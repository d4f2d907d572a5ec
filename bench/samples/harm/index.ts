import { tuningHarmfulEnglish } from './tuning/harmful-english';
import { tuningHarmfulPortuguese } from './tuning/harmful-portuguese';
import { tuningHarmless } from './tuning/harmless';
import { unseenHarmfulEnglish } from './unseen/harmful-english';
import { unseenHarmfulPortuguese } from './unseen/harmful-portuguese';
import { unseenHarmless } from './unseen/harmless';

/** Texts that the word lists were written with. */
export const tuningSamples = [...tuningHarmfulEnglish, ...tuningHarmfulPortuguese, ...tuningHarmless];

/** Texts that were written before the word lists, and that nobody changes them for. */
export const unseenSamples = [...unseenHarmfulEnglish, ...unseenHarmfulPortuguese, ...unseenHarmless];
