// Generated from schema.graphql and operations/ by codegen/generate.mjs. Do not edit.
// Schema 3813c43b7c41131b4f52bab54a950ee45d61da56f8f58127c5e345f1ef0468c7
/** Every code that the server answers with. */
export type ServerCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'PHONE_REQUIRED'
  | 'VERIFICATION_REQUIRED'
  | 'NOT_RESIDENT_HERE'
  | 'NOT_FOUND'
  | 'WRONG_STATE'
  | 'VERSION_CONFLICT'
  | 'IDEMPOTENCY_CONFLICT'
  | 'INVALID_INPUT'
  | 'TEXT_REQUIRED'
  | 'TEXT_TOO_LONG'
  | 'CONTENT_REJECTED'
  | 'CONTENT_PENDING'
  | 'REWORK_DUE'
  | 'SUSPENDED'
  | 'TOO_MANY_OPEN_PROPOSALS'
  | 'WINDOW_CLOSED'
  | 'WINDOW_OPEN'
  | 'ALREADY_APPEALED'
  | 'NO_SUCH_TIER'
  | 'BAD_TARGET'
  | 'ROUND_REQUIRED'
  | 'UNDER_ROUND'
  | 'ROUND_DECIDED'
  | 'ROUND_OVER'
  | 'STEP_NOT_OPEN'
  | 'TEMPLATE_UNSOUND'
  | 'ALREADY_SEALED'
  | 'ALREADY_SUPPORTED'
  | 'NOT_SUPPORTED'
  | 'OWN_PROPOSAL'
  | 'ALREADY_FOLLOWED'
  | 'NOT_FOLLOWED'
  | 'ALREADY_OBJECTED'
  | 'TASKS_OPEN'
  | 'NO_SUCH_TASK'
  | 'SUPERVISOR_CHECK_MISSING'
  | 'NOTHING_PENDING'
  | 'ALREADY_PENDING'
  | 'ALREADY_CHOSEN'
  | 'SEPARATION_OF_POWERS'
  | 'ROLE_TIER_MISMATCH'
  | 'CONSULTATION_NOT_OPEN'
  | 'NOT_IN_ELECTORATE'
  | 'STATEMENTS_BY_STAFF_ONLY'
  | 'STATEMENT_NOT_SHOWN'
  | 'TOO_MANY_STATEMENTS'
  | 'RATE_LIMITED'
  | 'LOGIN_FAILED'
  | 'LOGIN_LOCKED'
  | 'WECHAT_CODE_INVALID'
  | 'WECHAT_ACCOUNT_REQUIRED'
  | 'PHONE_TAKEN'
  | 'PHONE_NOT_JOINABLE'
  | 'CODE_UNKNOWN'
  | 'CODE_EXPIRED'
  | 'CODE_REVOKED'
  | 'UPSTREAM_UNAVAILABLE'
  | 'INVITATION_INVALID'
  | 'SERVICE_UNAVAILABLE'
  | 'SEARCH_UNAVAILABLE'
  | 'BALLOT_RUNNING'
  | 'BALLOT_NOT_OPEN'
  | 'MALFORMED_VOTE'
  | 'SECOND_PERSON_NEEDED'
  | 'MEETING_OVER'
  | 'MEETING_NOT_BEGUN'
  | 'MEETING_NOT_OVER'
  | 'INVITED_ONLY'
  | 'WORKERS_ONLY'
  | 'ALREADY_SIGNED_UP'
  | 'NOT_SIGNED_UP'
  | 'NO_SEAT'
  | 'CHECK_IN_CODE_WRONG'
  | 'NOT_CHECKED_IN'
  | 'ALREADY_CHECKED_IN'
  | 'SPEECH_NOT_WAITING'
  | 'OTHER_PARTICIPANT_NEEDED'
  | 'MINUTES_NOT_CONFIRMED'
  | 'REVIEW_NOT_WAITING'
  | 'FILE_TYPE_UNSUPPORTED'
  | 'FILE_HEIC'
  | 'FILE_TOO_LARGE'
  | 'IMAGE_TOO_LARGE'
  | 'IMAGE_DAMAGED'
  | 'UPLOAD_QUOTA'
  | 'TOO_MANY_PHOTOS'
  | 'FILE_REFUSED'
  | 'FILE_ATTACHED'
  | 'UPGRADE_REQUIRED'
  | 'INTERNAL'
  | 'BODY_INVALID'
  | 'BODY_TOO_LARGE'
  | 'BODY_TOO_SLOW'
  | 'DOCUMENT_INVALID'
  | 'DOCUMENT_NOT_LISTED'
  | 'DOCUMENT_TOO_COMPLEX'
  | 'DOCUMENT_TOO_LARGE'
  | 'DOCUMENT_UNKNOWN'
  | 'INTROSPECTION_OFF'
  | 'METHOD_NOT_ALLOWED'
  | 'NOT_ACCEPTABLE'
  | 'REQUEST_INVALID'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'UPLOAD_MALFORMED';

/** What a person reads: Chinese, English. */
export const texts: Record<ServerCode, readonly [string, string]> = {
  UNAUTHENTICATED: ['请先登录。', 'Log in first.'],
  FORBIDDEN: ['您在该区域没有办理此事的身份。', 'You hold no role in this area that allows this.'],
  PHONE_REQUIRED: ['请先绑定手机号。', 'Bind your phone number first.'],
  VERIFICATION_REQUIRED: ['请先在所住小区完成居民认证。', 'Have your residence verified in your block first.'],
  NOT_RESIDENT_HERE: ['此事项仅限本区域已认证居民参与。', 'Only verified residents of this area may take part.'],
  NOT_FOUND: ['内容不存在或暂不可见。', 'It does not exist or cannot be seen by you.'],
  WRONG_STATE: ['提案当前所处环节不能进行此操作，请刷新后再看。', 'The proposal\'s present state does not allow this; refresh and look again.'],
  VERSION_CONFLICT: ['内容已被他人更新，请刷新后再试。', 'Somebody changed it meanwhile; refresh and try again.'],
  IDEMPOTENCY_CONFLICT: ['同一操作编号对应了不同的内容，请重新提交。', 'This operation key was used with other input; send it under a new key.'],
  INVALID_INPUT: ['填写的内容不符合要求，请检查后重试。', 'A value does not fit; check it and try again.'],
  TEXT_REQUIRED: ['请填写必要的文字说明。', 'Write the text that is required.'],
  TEXT_TOO_LONG: ['文字超过长度限制，请精简。', 'The text is too long; shorten it.'],
  CONTENT_REJECTED: ['内容未通过审核，请修改后再提交。', 'The text did not pass the content check; change it and send it again.'],
  CONTENT_PENDING: ['内容正在审核，通过后方可办理。', 'The text still waits for the content check.'],
  REWORK_DUE: ['满意率未达标，须先整改。', 'Satisfaction is under the threshold; it goes back to rework.'],
  SUSPENDED: ['任务已暂停，恢复后方可继续。', 'Implementation is suspended; resume it first.'],
  TOO_MANY_OPEN_PROPOSALS: ['您办理中的提案已达上限，请等其中一件办结后再提交。', 'You have reached the limit of open proposals; wait until one is finished.'],
  WINDOW_CLOSED: ['办理期限已过。', 'The time for this is over.'],
  WINDOW_OPEN: ['期限未到，暂不能办理。', 'The period is still running; this is possible after it.'],
  ALREADY_APPEALED: ['每件提案只能申诉一次。', 'A proposal can be appealed once.'],
  NO_SUCH_TIER: ['没有可以转交的上级或下级平台。', 'There is no platform above or below to hand it to.'],
  BAD_TARGET: ['目标不合适：须为同一辖区内办理中的提案或平台。', 'The target must be an open proposal or a platform in the same subtree.'],
  ROUND_REQUIRED: ['须有议事结果，或符合简易事项直接办理规则。', 'A concluded round, or the direct-handling rule, is needed.'],
  UNDER_ROUND: ['该提案正在议事，议事结束后方可办理。', 'A round on the proposal is under way; wait until it ends.'],
  ROUND_DECIDED: ['议事已有结果，须按议事结果办理。', 'A round has decided; act by its result.'],
  ROUND_OVER: ['本轮议事已经结束。', 'The round is over.'],
  STEP_NOT_OPEN: ['该议事步骤当前不能进行此操作，请刷新后再看。', 'The step does not allow this now; refresh and look again.'],
  TEMPLATE_UNSOUND: ['议事规程设置有误，请检查各步骤。', 'The procedure makes no sense as it stands; check its steps.'],
  ALREADY_SEALED: ['该月份已经封存，数据不再更改。', 'The month is sealed already; its figures never change.'],
  ALREADY_SUPPORTED: ['您已附议，无需重复。', 'You already support it.'],
  NOT_SUPPORTED: ['您尚未附议。', 'You do not support it.'],
  OWN_PROPOSAL: ['不能附议自己的提案。', 'You cannot support your own proposal.'],
  ALREADY_FOLLOWED: ['您已关注。', 'You already follow it.'],
  NOT_FOLLOWED: ['您尚未关注。', 'You do not follow it.'],
  ALREADY_OBJECTED: ['您已提出异议。', 'You have already objected.'],
  TASKS_OPEN: ['尚有任务未完成或未说明取消原因。', 'Tasks are still open; complete or cancel each with a reason.'],
  NO_SUCH_TASK: ['任务不存在。', 'There is no such task.'],
  SUPERVISOR_CHECK_MISSING: ['须先有居务监督员的核查意见。', 'The supervisor\'s check must be recorded first.'],
  NOTHING_PENDING: ['没有待审批的申请。', 'Nothing waits for a decision.'],
  ALREADY_PENDING: ['已有申请待审批。', 'A request is already waiting for a decision.'],
  ALREADY_CHOSEN: ['您已作出选择。', 'You have already chosen.'],
  SEPARATION_OF_POWERS: ['系统管理、审计与业务岗位不得由同一人担任。', 'Administrator, auditor and officer may not be the same person.'],
  ROLE_TIER_MISMATCH: ['该角色不能设在这一层级。', 'This role does not exist at that tier.'],
  CONSULTATION_NOT_OPEN: ['征询尚未开始或已经结束。', 'The consultation has not begun or is over.'],
  NOT_IN_ELECTORATE: ['您不在本次参与名单内，名单在开始时已经确定。', 'You are not on the list of participants, which was fixed at the opening.'],
  STATEMENTS_BY_STAFF_ONLY: ['本次征询的观点由主持人提出，请对已有观点表态。', 'In this consultation the facilitator makes the statements; vote on those that are there.'],
  STATEMENT_NOT_SHOWN: ['该观点当前未公开或状态已变，请刷新后再看。', 'The statement is not shown now or has changed; refresh and look again.'],
  TOO_MANY_STATEMENTS: ['观点数量已达上限，请对已有观点表态。', 'There are as many statements as there may be; vote on those that are there.'],
  RATE_LIMITED: ['操作太频繁，请稍后再试。', 'Too many requests; try again shortly.'],
  LOGIN_FAILED: ['登录失败，请检查后重试。', 'Login failed; check and try again.'],
  LOGIN_LOCKED: ['登录失败次数过多，请15分钟后再试。', 'Too many failed logins; try again in 15 minutes.'],
  WECHAT_CODE_INVALID: ['微信登录凭证已失效，请重新进入小程序。', 'The WeChat code is no longer valid; open the mini-program again.'],
  WECHAT_ACCOUNT_REQUIRED: ['请在微信小程序中登录后办理。', 'Log in through the WeChat mini-program first.'],
  PHONE_TAKEN: ['该手机号已绑定其他账号，如有疑问请联系居委会。', 'Another account has this phone number; ask the committee if you doubt it.'],
  PHONE_NOT_JOINABLE: ['该手机号登记在另一份居民档案下，两个账号都有办事记录，请到居委会核实处理。', 'The number stands in another resident\'s record, and both accounts have been used; have the committee look at it.'],
  CODE_UNKNOWN: ['小程序码无效，请确认扫的是议亭的码。', 'This is no code of Yiting\'s.'],
  CODE_EXPIRED: ['小程序码已过期，请向居委会索取新码。', 'The code has expired; ask the committee for a new one.'],
  CODE_REVOKED: ['小程序码已停用，请使用新的小程序码。', 'The code was withdrawn; use the new one.'],
  UPSTREAM_UNAVAILABLE: ['微信服务暂时无法连接，请稍后再试。', 'WeChat cannot be reached now; try again shortly.'],
  INVITATION_INVALID: ['邀请码无效或已过期，请向居委会索取新码。', 'The code is wrong or expired; ask the committee for a new one.'],
  SERVICE_UNAVAILABLE: ['服务暂时不可用，请稍后再试。', 'The service is away for the moment; try again shortly.'],
  SEARCH_UNAVAILABLE: ['搜索暂时不可用，其他功能不受影响，请稍后再试；也可以按小区、议题浏览提案。', 'Search is away for the moment, and nothing else is; try again shortly, or browse by block and topic.'],
  BALLOT_RUNNING: ['该提案正在表决，表决结束前不能移交、合并或撤回。', 'A ballot on the proposal is running; it cannot be moved, merged or withdrawn before it ends.'],
  BALLOT_NOT_OPEN: ['表决尚未开始或已经结束。', 'The ballot is not open now.'],
  MALFORMED_VOTE: ['选票填写不符合规则，请检查后重新提交。', 'The vote does not fit the ballot paper; check it and send it again.'],
  SECOND_PERSON_NEEDED: ['须由另一名工作人员确认。', 'Another member of staff must confirm it.'],
  MEETING_OVER: ['会议已经结束或取消。', 'The meeting is over or was called off.'],
  MEETING_NOT_BEGUN: ['会议尚未开始，会前30分钟开放签到。', 'The meeting has not begun; check-in opens 30 minutes before.'],
  MEETING_NOT_OVER: ['会议结束后方可办理此事。', 'This is possible after the meeting\'s end.'],
  INVITED_ONLY: ['本次会议仅限受邀人参加。', 'Only those who were invited take part in this meeting.'],
  WORKERS_ONLY: ['本次培训仅限本区域社区工作者参加。', 'This training is for community workers of this area.'],
  ALREADY_SIGNED_UP: ['您已报名，无需重复。', 'You have already signed up.'],
  NOT_SIGNED_UP: ['您尚未报名。', 'You have not signed up.'],
  NO_SEAT: ['席位已满，请到签到处联系工作人员。', 'All seats are taken; speak to the staff at the door.'],
  CHECK_IN_CODE_WRONG: ['签到码不正确或已过期，请输入会场屏幕上的最新签到码。', 'The code is wrong or has expired; enter the one on the room\'s screen now.'],
  NOT_CHECKED_IN: ['仅限已签到的参会人。', 'Only those who have checked in may do this.'],
  ALREADY_CHECKED_IN: ['您已签到，离开时请签退。', 'You have checked in; check out when you leave.'],
  SPEECH_NOT_WAITING: ['该发言申请状态已变，请刷新后再看。', 'The request to speak has changed; refresh and look again.'],
  OTHER_PARTICIPANT_NEEDED: ['会议纪要须由主持人和另一名到会人员分别确认，起草人不能代替。', 'The minutes are confirmed by the chair and by another person who was there, not by who drafted them.'],
  MINUTES_NOT_CONFIRMED: ['会议纪要须经主持人和一名到会人员确认后方可公布。', 'The minutes must be confirmed by the chair and one participant first.'],
  REVIEW_NOT_WAITING: ['该评审邀请状态已变，请刷新后再看。', 'The invitation to review has changed; refresh and look again.'],
  FILE_TYPE_UNSUPPORTED: ['只能上传 JPEG、PNG 或 WebP 图片。', 'Only JPEG, PNG and WebP pictures can be uploaded.'],
  FILE_HEIC: ['暂不支持 HEIC 图片。请在选图时选择“压缩”，或在手机相机设置中改用“兼容性最佳”格式。', 'HEIC pictures are not supported; choose the compressed picture, or set the camera to its most compatible format.'],
  FILE_TOO_LARGE: ['图片不能超过10 MB，请压缩后再上传。', 'A picture may have 10 MB; send a smaller one.'],
  IMAGE_TOO_LARGE: ['图片像素过大，最多4000万像素，请缩小后再上传。', 'The picture has too many pixels; send a smaller one of at most 40 million.'],
  IMAGE_DAMAGED: ['图片已损坏或不完整，请重新选择。', 'The picture is damaged or incomplete; choose it again.'],
  UPLOAD_QUOTA: ['您今天上传的图片已达上限，请明天再试。', 'You have reached today\'s limit of pictures; try again tomorrow.'],
  TOO_MANY_PHOTOS: ['图片最多9张。', 'There may be nine pictures at most.'],
  FILE_REFUSED: ['图片未通过审核，请更换。', 'The picture did not pass its check; choose another.'],
  FILE_ATTACHED: ['该图片已用在别处，请重新上传。', 'This picture is used elsewhere; upload it again.'],
  UPGRADE_REQUIRED: ['当前小程序版本已停用，请更新后继续使用；您保存在手机上的草稿不会丢失。', 'This version of the app is no longer served; update it. Drafts on your phone are kept.'],
  INTERNAL: ['系统出现问题，您的内容未丢失，请稍后重试。', 'Something failed on our side; try again with the same key.'],
  BODY_INVALID: ['小程序版本与服务器不符，请更新后重试。', 'This app does not fit the server; update it and try again.'],
  BODY_TOO_LARGE: ['小程序版本与服务器不符，请更新后重试。', 'This app does not fit the server; update it and try again.'],
  BODY_TOO_SLOW: ['小程序版本与服务器不符，请更新后重试。', 'This app does not fit the server; update it and try again.'],
  DOCUMENT_INVALID: ['小程序版本与服务器不符，请更新后重试。', 'This app does not fit the server; update it and try again.'],
  DOCUMENT_NOT_LISTED: ['小程序版本与服务器不符，请更新后重试。', 'This app does not fit the server; update it and try again.'],
  DOCUMENT_TOO_COMPLEX: ['小程序版本与服务器不符，请更新后重试。', 'This app does not fit the server; update it and try again.'],
  DOCUMENT_TOO_LARGE: ['小程序版本与服务器不符，请更新后重试。', 'This app does not fit the server; update it and try again.'],
  DOCUMENT_UNKNOWN: ['小程序版本与服务器不符，请更新后重试。', 'This app does not fit the server; update it and try again.'],
  INTROSPECTION_OFF: ['小程序版本与服务器不符，请更新后重试。', 'This app does not fit the server; update it and try again.'],
  METHOD_NOT_ALLOWED: ['小程序版本与服务器不符，请更新后重试。', 'This app does not fit the server; update it and try again.'],
  NOT_ACCEPTABLE: ['小程序版本与服务器不符，请更新后重试。', 'This app does not fit the server; update it and try again.'],
  REQUEST_INVALID: ['小程序版本与服务器不符，请更新后重试。', 'This app does not fit the server; update it and try again.'],
  UNSUPPORTED_MEDIA_TYPE: ['小程序版本与服务器不符，请更新后重试。', 'This app does not fit the server; update it and try again.'],
  UPLOAD_MALFORMED: ['小程序版本与服务器不符，请更新后重试。', 'This app does not fit the server; update it and try again.'],
};
