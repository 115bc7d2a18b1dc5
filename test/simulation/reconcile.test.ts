import { claimAgreement } from './reconcile-claims.ts';

claimAgreement([1, 2, 3, 4]);
