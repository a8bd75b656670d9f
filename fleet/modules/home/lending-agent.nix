# Starts Hearth's agent when this person signs in. What it may lend is not said here: that is asked in Hearth and is off
# until then. Without Hearth on the PC the service does nothing and is no error.
{ config, lib, pkgs, ... }:
let
  cfg = config.fleet.lendingAgent;
in
{
  options.fleet.lendingAgent.program = lib.mkOption {
    type = lib.types.str;
    default =
      if pkgs.stdenv.hostPlatform.isDarwin then "/Applications/Hearth.app/Contents/Resources/bin/hearth" else "/usr/bin/hearth";
    description = "Full path of the installed `hearth`.";
  };

  config = lib.mkMerge [
    # The same unit Hearth writes itself when it is asked to start at sign-in: its name makes sure that only one runs.
    (lib.mkIf pkgs.stdenv.hostPlatform.isLinux {
      systemd.user.services.hearth-agent = {
        Unit = {
          Description = "Hearth lends spare power of this PC";
          ConditionFileIsExecutable = cfg.program;
          StartLimitIntervalSec = 300;
          StartLimitBurst = 5;
        };
        Service = {
          Type = "exec";
          ExecStart = "${cfg.program} agent";
          Restart = "on-failure";
          RestartSec = 5;
          RestartPreventExitStatus = 2;
          KillMode = "mixed";
          TimeoutStopSec = 45;
          OOMPolicy = "continue";
          UMask = "0077";
          NoNewPrivileges = "yes";
          LockPersonality = "yes";
          RestrictRealtime = "yes";
          RestrictSUIDSGID = "yes";
          RestrictNamespaces = "yes";
          RestrictAddressFamilies = "AF_UNIX AF_INET AF_INET6 AF_NETLINK";
          SystemCallArchitectures = "native";
          StandardOutput = "journal";
          StandardError = "journal";
          SyslogIdentifier = "hearth-agent";
        };
        Install.WantedBy = [ "default.target" ];
      };
    })
    (lib.mkIf pkgs.stdenv.hostPlatform.isDarwin {
      launchd.agents.hearth-agent = {
        enable = true;
        config = {
          Label = "dev.hearth.agent";
          ProgramArguments = [ cfg.program "agent" ];
          RunAtLoad = true;
          LimitLoadToSessionType = "Aqua";
          KeepAlive.SuccessfulExit = false;
          ThrottleInterval = 30;
          ExitTimeOut = 45;
          Umask = 63;
        };
      };
    })
  ];
}
