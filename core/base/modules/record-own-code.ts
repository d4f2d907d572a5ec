/** Each entry of the bundle imports this first (scripts/build/record-code.mjs): the gate compares running code with the manifest. */
import { recordLoadedCode } from './loaded-code';
import { findPackageFolder } from '../package-folder';

recordLoadedCode(findPackageFolder());
