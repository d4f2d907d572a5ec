export { shutDown as default } from './boot';
