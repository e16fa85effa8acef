export type {
  INode,
  INodeExecutionData,
  INodeType,
  INodeTypes,
  IRun,
  IRunExecutionData,
  IWorkflowExecuteAdditionalData,
  Workflow,
} from 'n8n-workflow';
