/** User events and workflows as an account file describes them. README.md says what each key does. */
type Data = Record<string, unknown>;

export type RecordEventType = 'create' | 'copy' | 'edit' | 'xedit' | 'delete';

/** What made the change, in the words of `runtime.ContextType`. */
export type ActorContext =
  | 'SCHEDULED'
  | 'MAPREDUCE'
  | 'RESTLET'
  | 'SUITELET'
  | 'USERINTERFACE'
  | 'CSVIMPORT'
  | 'USEREVENT';

export type EntryPoint = 'beforeLoad' | 'beforeSubmit' | 'afterSubmit';

/** All that is given must hold: `is` and `isNot` take a value or a list of them, `null` for an empty field. */
export type ConditionData = { field: string; is?: unknown; isNot?: unknown; changed?: boolean };

export type LinesData = { sublist: string; where?: Data; values: Data };

export type ErrorData = { name: string; message: string };

export type UserEventData = {
  name?: string;
  record: string | readonly string[];
  event: EntryPoint;
  when?: readonly RecordEventType[];
  contexts?: readonly ActorContext[];
  condition?: ConditionData | readonly ConditionData[];
  times?: number;
  throws?: ErrorData;
  sets?: Data;
  setsLines?: LinesData;
  changesMeanwhile?: Data;
  submits?: Data;
};

export type WorkflowData = {
  name?: string;
  record: string;
  contexts?: readonly ActorContext[];
  states: readonly WorkflowStateData[];
};

export type WorkflowStateData = {
  name?: string;
  condition?: ConditionData | readonly ConditionData[];
  locks?: boolean;
  /** As the record enters the state: fields set in the same save, or an error that refuses it. */
  onEntry?: { sets?: Data; throws?: ErrorData };
};
