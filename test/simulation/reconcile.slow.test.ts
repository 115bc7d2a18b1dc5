import { claimAgreement } from './reconcile-claims.ts';

claimAgreement(Array.from({ length: 36 }, (_, index) => index + 5));
